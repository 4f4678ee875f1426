package dev.holdfast.verifier.io.file;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The folders that the service itself lists; a pack alone opens no file of this machine. Links are
/// followed first and judged by where they lead.
///
/// @param setting the environment variable that lists them, for messages
public record Folders(List<Path> all, String setting) {
    public Folders {
        all = List.copyOf(all);
    }

    /// A plain file below one of them.
    public Path file(String name) throws Unusable {
        Path file = real(name);
        if (inside(file) && Files.isRegularFile(file)) {
            return file;
        }
        throw refused(name, "file");
    }

    /// One of them, or a folder below.
    public Path folder(String name) throws Unusable {
        Path folder = real(name);
        if (inside(folder) && Files.isDirectory(folder)) {
            return folder;
        }
        throw refused(name, "folder");
    }

    /// The same for a file of another machine, by its name alone: where its links lead is not known
    /// here.
    public String named(String name) throws Unusable {
        try {
            Path file = Path.of(name);
            if (file.isAbsolute()
                    && file.equals(file.normalize())
                    && all.stream().anyMatch(file::startsWith)) {
                return name;
            }
        } catch (InvalidPathException _) {
            // refused below
        }
        throw refused(name, "file");
    }

    private static Path real(String name) throws Unusable {
        try {
            return Path.of(name).toRealPath();
        } catch (IOException | InvalidPathException _) {
            throw new Unusable(Why.GONE, name + " is not there");
        }
    }

    private boolean inside(Path real) {
        for (Path folder : all) {
            try {
                if (real.startsWith(folder.toRealPath())) {
                    return true;
                }
            } catch (IOException _) {
                // a listed folder that is not there holds nothing
            }
        }
        return false;
    }

    private Unusable refused(String name, String what) {
        return new Unusable(
                Why.REFUSED,
                "%s is no %s in a folder of %s, so it was not read".formatted(name, what, setting));
    }
}
