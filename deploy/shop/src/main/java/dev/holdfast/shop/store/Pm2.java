package dev.holdfast.shop.store;

import dev.holdfast.local.CacheFolder;
import dev.holdfast.local.LocalException;
import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// PM2, installed once per machine by npm into the cache folder.
///
/// @param script PM2's own program, run by node
record Pm2(Path script) {
    private static final String VERSION = "7.0.4";

    /// Where it is; installs it when it is not there yet.
    static Pm2 installed(Path log) throws IOException, InterruptedException {
        String why = "my-store's lab, whose API runs under PM2,";
        var _ = Program.find("node", why);
        Path npm = Program.find("npm", why);
        Path home = CacheFolder.path().resolve("pm2-" + VERSION);
        Path script = home.resolve("node_modules/pm2/bin/pm2");
        if (!Files.isExecutable(script)) {
            Files.createDirectories(home);
            try {
                new Program(log, java.util.Map.of())
                        .run(
                                home,
                                npm.toString(),
                                "install",
                                "--no-audit",
                                "--no-fund",
                                "--prefix",
                                home.toString(),
                                "pm2@" + VERSION);
            } catch (IOException e) {
                throw new LocalException(
                        "my-store's lab needs PM2 %s, and npm cannot install it: see %s"
                                .formatted(VERSION, log),
                        e);
            }
        }
        return new Pm2(script);
    }
}
