package dev.holdfast.shop.store;

import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The store's git repository: one commit and tag a release, each on top of the one before.
final class StoreSources {
    private static final String FROM = "/dev/holdfast/shop/my-store/";
    private static final List<String> BASE =
            List.of(
                    "package.json",
                    "package-lock.json",
                    "build.js",
                    "migrate.js",
                    "src/index.js",
                    "src/settings.js",
                    "src/metrics.js",
                    "src/pricing.js",
                    "migrations/001_tables.up.sql",
                    "migrations/001_tables.down.sql");
    private static final Map<String, List<String>> CHANGED =
            Map.of(
                    "1.5.0", List.of("src/pricing.js"),
                    "1.5.1", List.of("src/pricing.js"),
                    "1.6.0",
                            List.of(
                                    "src/pricing.js",
                                    "migrations/002_currency.up.sql",
                                    "migrations/002_currency.down.sql"),
                    "1.7.0", List.of("src/pricing.js"));

    private StoreSources() {}

    /// Writes the repository when it is not there yet.
    static void write(Path repository, String good, Program git)
            throws IOException, InterruptedException {
        if (Files.isDirectory(repository.resolve(".git"))) {
            return;
        }
        Files.createDirectories(repository);
        git.run(repository, "git", "init", "-q", "-b", "main");
        Files.writeString(repository.resolve(".gitignore"), "node_modules\ndist\n");
        for (String file : BASE) {
            copy(file, repository.resolve(file));
        }
        commit(repository, git, good);
        for (String version : CHANGED.keySet().stream().sorted().toList()) {
            git.run(repository, "git", "checkout", "-q", "-b", "release-" + version, "v" + good);
            for (String file : Objects.requireNonNull(CHANGED.get(version), version)) {
                copy(version + "/" + file, repository.resolve(file));
            }
            Path manifest = repository.resolve("package.json");
            Files.writeString(
                    manifest,
                    Files.readString(manifest)
                            .replace(
                                    "\"version\": \"%s\"".formatted(good),
                                    "\"version\": \"%s\"".formatted(version)));
            commit(repository, git, version);
        }
        git.run(repository, "git", "checkout", "-q", "main");
    }

    private static void commit(Path repository, Program git, String version)
            throws IOException, InterruptedException {
        git.run(repository, "git", "add", "-A");
        git.run(
                repository,
                "git",
                "-c",
                "user.name=my-store",
                "-c",
                "user.email=team@my-store.example",
                "commit",
                "-q",
                "-m",
                "Release " + version);
        git.run(repository, "git", "tag", "v" + version);
    }

    private static void copy(String name, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (InputStream in = StoreSources.class.getResourceAsStream(FROM + name)) {
            Files.write(to, Objects.requireNonNull(in, name).readAllBytes());
        }
    }
}
