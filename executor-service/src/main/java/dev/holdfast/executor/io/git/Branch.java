package dev.holdfast.executor.io.git;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.flow.Call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The branch that gets the follow-up commit, here and on the remote.
///
/// @param base the commit that it goes on from
record Branch(Repo repo, String name, String base) {
    private static final String NONE = "0000000000000000000000000000000000000000";

    static Branch of(Repo repo) throws IOException, InterruptedException {
        String name = repo.call().text("branch");
        String there = repo.commit("refs/heads/" + name).orElse("");
        String onto = repo.commit(repo.call().text("onto", "HEAD")).orElse("");
        String now = there.isEmpty() ? onto : there;
        return new Branch(repo, name, repo.call().rests().getOrDefault("base of " + name, now));
    }

    static boolean pushes(Call call) {
        return call.text("push", "false").equals("true");
    }

    static String remote(Call call) {
        return call.text("remote", "origin");
    }

    List<String> obstacles() throws IOException, InterruptedException {
        List<String> obstacles = new ArrayList<>();
        if (!repo.yes("check-ref-format", "--branch", name) || name.startsWith("-")) {
            obstacles.add("'%s' is no name of a branch".formatted(name));
            return obstacles;
        }
        if (base.isEmpty()) {
            obstacles.add(
                    "%s knows no commit '%s'".formatted(repo, repo.call().text("onto", "HEAD")));
        }
        // Whoever has it checked out would see their files as changed.
        if (repo.ask("worktree", "list", "--porcelain")
                .lines()
                .anyMatch(("branch refs/heads/" + name)::equals)) {
            obstacles.add(
                    "branch %s is checked out: name another one, or another clone".formatted(name));
        }
        boolean knowsRemote = repo.ask("remote").lines().anyMatch(remote(repo.call())::equals);
        if (pushes(repo.call()) && !knowsRemote) {
            obstacles.add("%s has no remote '%s'".formatted(repo, remote(repo.call())));
        }
        return obstacles;
    }

    /// What the commit rests on.
    Map<String, String> now() throws IOException, InterruptedException {
        Map<String, String> now = new TreeMap<>();
        now.put("branch " + name, repo.commit("refs/heads/" + name).orElse("(none)"));
        now.put("base of " + name, base);
        if (pushes(repo.call())) {
            now.put("remote " + name, far());
        }
        return now;
    }

    /// Our commit on the branch, recognised by the effect's key; empty when it is not there.
    String ours(Effect effect) throws IOException, InterruptedException {
        if (repo.commit("refs/heads/" + name).isEmpty()) {
            return "";
        }
        return repo.ask(
                        "log",
                        "--max-count=1",
                        "--fixed-strings",
                        "--grep=" + Repo.TRAILER + effect.key(),
                        "--format=%H",
                        "refs/heads/" + name)
                .strip();
    }

    /// Sets the branch, if it is still where it was, and pushes it where that is wanted.
    void publish(String commit, Effect effect) throws IOException, InterruptedException {
        String before = repo.commit("refs/heads/" + name).orElse(NONE);
        if (!repo.yes("merge-base", "--is-ancestor", commit, "refs/heads/" + name)) {
            var _ = repo.run(effect, "update-ref", "refs/heads/" + name, commit, before);
        }
        if (!pushes(repo.call())) {
            return;
        }
        List<String> line = new ArrayList<>(List.of("push", "--no-verify", "--quiet"));
        if (repo.call().text("force", "false").equals("true")) {
            line.add("--force-with-lease=refs/heads/%s:%s".formatted(name, planned()));
        }
        line.addAll(
                List.of(remote(repo.call()), "refs/heads/%s:refs/heads/%s".formatted(name, name)));
        var _ = repo.run(effect, line.toArray(String[]::new));
    }

    private String planned() {
        String seen = repo.call().rests().getOrDefault("remote " + name, "(none)");
        return seen.equals("(none)") ? "" : seen;
    }

    boolean published(String commit) throws IOException, InterruptedException {
        return !pushes(repo.call()) || far().equals(commit);
    }

    /// Where the branch is on the remote.
    private String far() throws IOException, InterruptedException {
        String line = repo.ask("ls-remote", remote(repo.call()), "refs/heads/" + name).strip();
        return line.isEmpty() ? "(none)" : line.split("\\s+")[0];
    }
}
