package dev.holdfast.executor.io.git;

import dev.holdfast.executor.domain.rollback.Effect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A work tree beside the one that is in use, for one effect; taken away when it is closed. One that
/// a dead executor has left behind is taken away first.
record Side(Repo repo, String folder, Effect effect) implements AutoCloseable {
    static Side open(Repo repo, String base, Effect effect)
            throws IOException, InterruptedException {
        String common = repo.ask("rev-parse", "--path-format=absolute", "--git-common-dir").strip();
        Side side = new Side(repo, common + "/holdfast-" + effect.key(), effect);
        side.away();
        var _ = repo.run(effect, "worktree", "add", "--quiet", "--detach", side.folder(), base);
        return side;
    }

    /// Everything, or the named files, as it was at that commit.
    void like(String commit, List<String> files, Effect effect)
            throws IOException, InterruptedException {
        if (files.isEmpty()) {
            var _ = repo.runIn(effect, folder, "read-tree", "--reset", "-u", commit);
            return;
        }
        List<String> line = new ArrayList<>(List.of("checkout", commit, "--"));
        line.addAll(files);
        var _ = repo.runIn(effect, folder, line.toArray(String[]::new));
    }

    /// The new commit; empty when nothing is different from what it goes on from.
    String commit(String message, Effect effect) throws IOException, InterruptedException {
        String status = repo.runIn(effect, folder, "status", "--porcelain", "--untracked-files=no");
        if (status.isBlank()) {
            return "";
        }
        var _ =
                repo.runIn(
                        effect, folder, "commit", "--quiet", "--no-verify", "--message", message);
        return repo.runIn(effect, folder, "rev-parse", "HEAD").strip();
    }

    private void away() throws IOException, InterruptedException {
        if (repo.ask("worktree", "list", "--porcelain")
                .lines()
                .anyMatch(("worktree " + folder)::equals)) {
            var _ = repo.run(effect, "worktree", "remove", "--force", "--force", folder);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking the work tree away", e);
        }
    }
}
