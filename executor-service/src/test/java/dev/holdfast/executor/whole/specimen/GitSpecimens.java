package dev.holdfast.executor.whole.specimen;

import dev.holdfast.executor.io.Outside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What acts on git repositories, each with a remote.
final class GitSpecimens {
    private GitSpecimens() {}

    static Subject revert(Path folder) throws Exception {
        Repo repo = Repo.twoReleases(folder);
        String bad = repo.git("rev-parse", "HEAD");
        return Subject.of(
                "git.revert",
                "{repo: \"%s\", branch: back, commits: [\"%s\"], push: true}"
                        .formatted(repo.tree(), bad),
                () -> repo.pushed("back"));
    }

    static Subject restore(Path folder) throws Exception {
        Repo repo = Repo.twoReleases(folder);
        return Subject.of(
                "git.restore",
                "{repo: \"%s\", branch: back, to: v1.4.1, push: true}".formatted(repo.tree()),
                () -> repo.pushed("back"));
    }

    static Subject checkout(Path folder) throws Exception {
        Repo repo = Repo.twoReleases(folder);
        return Subject.of(
                "git.checkout",
                "{repo: \"%s\", to: v1.4.1}".formatted(repo.tree()),
                () -> repo.reads("works"));
    }

    static Subject files(Path folder) throws Exception {
        Repo repo = Repo.twoReleases(folder);
        return Subject.of(
                "git.files",
                "{repo: \"%s\", to: v1.4.1, files: [app.js]}".formatted(repo.tree()),
                () -> repo.reads("works"));
    }

    private record Repo(Path tree, Path origin) {
        static Repo twoReleases(Path folder) throws Exception {
            Outside.needs("git", "git");
            Path origin = folder.resolve("origin.git");
            Outside.run(folder, "git", "init", "--quiet", "--bare", origin.toString());
            Repo repo = new Repo(Files.createDirectory(folder.resolve("shop")), origin);
            repo.git("init", "--quiet", "-b", "main");
            repo.git("config", "user.name", "Dana");
            repo.git("config", "user.email", "dana@shop.example");
            repo.git("remote", "add", "origin", origin.toString());
            repo.release("works", "v1.4.1");
            repo.release("breaks", "v1.5.0");
            repo.git("push", "--quiet", "origin", "main", "--tags");
            return repo;
        }

        String git(String... words) throws IOException, InterruptedException {
            String[] line = new String[words.length + 1];
            line[0] = "git";
            System.arraycopy(words, 0, line, 1, words.length);
            return Outside.run(tree, line);
        }

        void release(String text, String tag) throws Exception {
            Files.writeString(tree.resolve("app.js"), text + "\n");
            git("add", "-A");
            git("commit", "--quiet", "-m", tag);
            git("tag", tag);
        }

        int reads(String text) throws IOException {
            return Files.readString(tree.resolve("app.js")).strip().equals(text) ? 1 : 0;
        }

        /// Commits on the remote's branch beyond main.
        int pushed(String branch) throws IOException, InterruptedException {
            String has = Outside.run(origin, "git", "branch", "--list", branch);
            return has.isEmpty()
                    ? 0
                    : Integer.parseInt(
                            Outside.run(origin, "git", "rev-list", "--count", "main.." + branch));
        }
    }
}
