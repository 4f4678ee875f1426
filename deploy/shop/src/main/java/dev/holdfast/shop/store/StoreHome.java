package dev.holdfast.shop.store;

import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that the store's server is:
///
///     repository/     git, one tag a release      releases/1.4.1/   built from its tag
///     current → releases/1.4.1                    backups/          taken by pg_dump
///     shared/.env     where the database is       pm2/              PM2's own home
///     rescue/         a clone of the repository
record StoreHome(Path folder) {
    Path repository() {
        return folder.resolve("repository");
    }

    /// A clone in which a release can be built again; nothing runs there until it is needed.
    Path rescue() {
        return folder.resolve("rescue");
    }

    Path release(String version) {
        return folder.resolve("releases").resolve(version);
    }

    Path current() {
        return folder.resolve("current");
    }

    Path backups() {
        return folder.resolve("backups");
    }

    Path environmentFile() {
        return folder.resolve("shared/.env");
    }

    Path pm2Home() {
        return folder.resolve("pm2");
    }

    Path ecosystem() {
        return folder.resolve("shared/ecosystem.config.cjs");
    }

    Path passwordFile() {
        return folder.resolve("shared/database-password");
    }

    Path log() {
        return folder.resolve("lab.log");
    }

    void write(String environment, String password) throws IOException {
        for (String name : new String[] {"repository", "releases", "backups", "shared", "pm2"}) {
            Files.createDirectories(folder.resolve(name));
        }
        writePrivate(environmentFile(), environment);
        writePrivate(passwordFile(), password);
        Files.writeString(
                ecosystem(),
                """
                // What PM2 keeps running: whatever `current` points to when it starts or restarts.
                module.exports = { apps: [{
                  name: 'my-store-api', cwd: '%s', script: 'dist/index.js', kill_timeout: 3000,
                  env: { MY_STORE_ENV: '%s' },
                }] };
                """
                        .formatted(current(), environmentFile()));
    }

    /// Builds a release from its tag, when it is not there yet.
    void build(String version, Program program) throws IOException, InterruptedException {
        Path to = release(version);
        if (Files.isRegularFile(to.resolve("dist/index.js"))) {
            return;
        }
        program.run(
                folder,
                "git",
                "clone",
                "--quiet",
                "--branch",
                "v" + version,
                "-c",
                "advice.detachedHead=false",
                repository().toString(),
                to.toString());
        program.run(to, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
        program.run(to, "npm", "run", "build");
    }

    /// Points `current` to a release, all at once.
    void switchTo(String version) throws IOException {
        Path fresh = folder.resolve("current.new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, release(version));
        Files.move(fresh, current(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writePrivate(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }
}
