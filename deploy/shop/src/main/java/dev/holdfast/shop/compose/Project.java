package dev.holdfast.shop.compose;

import dev.holdfast.local.LocalException;
import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One Compose project of a lab, driven by `docker-compose` as its team drives it.
///
/// @param name unlike that of any other lab on this machine
record Project(Path folder, String file, String name, Program program) {
    /// Throws when docker-compose is not there or no dockerd answers, with what is missing.
    static void require(String lab, Program program) {
        for (String needed : List.of("docker", "docker-compose", "ldd", "tar", "pg_dump", "psql")) {
            var _ = Program.find(needed, lab);
        }
        try {
            program.run(Path.of("/"), "docker", "info");
        } catch (IOException e) {
            throw new LocalException(lab + " needs Docker, and no dockerd answers", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("interrupted", e);
        }
    }

    void run(String... words) throws IOException, InterruptedException {
        var line = new ArrayList<String>(List.of("docker-compose", "-f", file, "-p", name));
        line.addAll(List.of(words));
        program.run(folder, line.toArray(String[]::new));
    }

    /// Nothing of it stays; what an earlier lab left behind goes too. One that never had its file
    /// has nothing to leave.
    void away() throws IOException, InterruptedException {
        if (!Files.exists(folder.resolve(file))) {
            return;
        }
        run("kill");
        run("rm", "-f");
    }
}
