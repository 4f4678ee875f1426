package dev.holdfast.executor.io.git;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.Outside;
import dev.holdfast.executor.io.place.Bench;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Against real repositories.
class GitActionsTest {
    private final Bench bench = new Bench(Set.of());
    private final GitCheckout checkout = new GitCheckout(bench);
    private final GitFiles files = new GitFiles(bench);
    private final GitCommit revert = GitCommit.revert(bench);
    private final GitCommit restore = GitCommit.restore(bench);

    @TempDir private Path home;
    private Path repo = Path.of("");
    private Path origin = Path.of("");
    private String good = "";
    private String bad = "";

    @BeforeEach
    void twoReleasesAndARemote() throws Exception {
        Outside.needs("git", "git");
        repo = Files.createDirectory(home.toRealPath().resolve("shop"));
        origin = home.toRealPath().resolve("origin.git");
        Outside.run(home, "git", "init", "--quiet", "--bare", origin.toString());
        git("init", "--quiet", "-b", "main");
        git("config", "user.name", "Dana");
        git("config", "user.email", "dana@shop.example");
        git("remote", "add", "origin", origin.toString());
        write("app.js", "works");
        write(".env", "MODE=calm");
        good = commit("v1.4.1");
        git("tag", "v1.4.1");
        write("app.js", "breaks");
        write(".env", "MODE=wild");
        bad = commit("v1.5.0");
        git("push", "--quiet", "origin", "main", "--tags");
    }

    private String git(String... words) throws IOException, InterruptedException {
        String[] line = new String[words.length + 1];
        line[0] = "git";
        System.arraycopy(words, 0, line, 1, words.length);
        return Outside.run(repo, line);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(repo.resolve(file), text + "\n");
    }

    private String read(String file) throws IOException {
        return Files.readString(repo.resolve(file)).strip();
    }

    private String commit(String message) throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "--quiet", "-m", message);
        return git("rev-parse", "HEAD");
    }

    private Call call(Map<String, Object> more, Map<String, String> rests) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("repo", repo.toString());
        return Calls.call(
                new Allowed(List.of(), List.of(), List.of(home.toString(), repo.toString())),
                with,
                rests);
    }

    private Call planned(dev.holdfast.executor.flow.Action action, Map<String, Object> more) {
        Preview preview = action.plan(call(more, Map.of()));
        assertThat(preview.obstacles()).isEmpty();
        return call(more, preview.rests());
    }

    @Test
    void a_work_tree_is_put_at_a_tag_and_back_again() throws Exception {
        Call call = planned(checkout, Map.of("to", "v1.4.1"));
        Effect effect = Calls.effect("checkout");
        assertThat(checkout.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

        Finding.Done done = done(checkout.apply(call, effect));

        assertThat(read("app.js")).isEqualTo("works");
        assertThat(done.outputs()).containsEntry("before", bad).containsEntry("commit", good);
        done(checkout.observe(call, effect));
        done(checkout.undo(call, effect));
        assertThat(read("app.js")).isEqualTo("breaks");
        done(checkout.observeUndo(call, effect));
    }

    @Test
    void what_somebody_has_changed_is_never_thrown_away() throws Exception {
        write("app.js", "a hot fix by hand");
        assertThat(checkout.plan(call(Map.of("to", "v1.4.1"), Map.of())).obstacles())
                .anyMatch(o -> o.contains("is not clean"));

        // Nor when it happens after the plan.
        Finding finding = checkout.apply(call(Map.of("to", "v1.4.1"), Map.of()), Calls.effect("x"));
        assertThat(finding).isInstanceOf(Finding.NotDone.class);
        assertThat(read("app.js")).isEqualTo("a hot fix by hand");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-f", "; id", "$(id)", "v1.4.1\n", "nope", "", "@{-1}--x"})
    void a_name_that_is_no_commit_is_an_obstacle_and_nothing_else(String name) throws Exception {
        assertThat(checkout.plan(call(Map.of("to", name), Map.of())).obstacles()).isNotEmpty();
        assertThat(git("rev-parse", "HEAD")).isEqualTo(bad);
    }

    @Test
    void single_files_are_put_back_and_nothing_else() throws Exception {
        Map<String, Object> with = Map.of("to", "v1.4.1", "files", List.of(".env"));
        Call call = planned(files, with);
        Effect effect = Calls.effect("files");

        done(files.apply(call, effect));

        assertThat(read(".env")).isEqualTo("MODE=calm");
        assertThat(read("app.js")).isEqualTo("breaks");
        assertThat(git("rev-parse", "HEAD")).isEqualTo(bad);
        done(files.observe(call, effect));
        done(files.undo(call, effect));
        assertThat(read(".env")).isEqualTo("MODE=wild");
        done(files.observeUndo(call, effect));
    }

    @Test
    void a_file_that_was_changed_since_the_plan_stays() throws Exception {
        Call call = planned(files, Map.of("to", "v1.4.1", "files", List.of(".env")));
        write(".env", "MODE=by-hand");

        assertThat(files.apply(call, Calls.effect("files")))
                .isInstanceOfSatisfying(
                        Finding.NotDone.class,
                        f -> assertThat(f.reason()).contains("changed since it was planned"));
        assertThat(read(".env")).isEqualTo("MODE=by-hand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "/etc/passwd", "a/../../b", ".git/config", "-x", ":(top)x"})
    void files_outside_the_repository_are_refused(String file) {
        Map<String, Object> with = Map.of("to", "v1.4.1", "files", List.of(file));
        assertThat(files.plan(call(with, Map.of())).obstacles()).isNotEmpty();
    }

    @Test
    void a_bad_commit_is_taken_back_on_a_branch_of_its_own_and_pushed_once() throws Exception {
        Map<String, Object> with =
                Map.of("commits", List.of(bad), "branch", "rollback-1.5.0", "push", "true");
        Call call = planned(revert, with);
        Effect effect = Calls.effect("revert");

        String commit = done(revert.apply(call, effect)).outputs().get("commit");
        String again = done(revert.apply(call, effect)).outputs().get("commit");

        assertThat(again).isEqualTo(commit);
        assertThat(git("ls-remote", "origin", "refs/heads/rollback-1.5.0")).startsWith(commit);
        assertThat(git("show", commit + ":app.js")).isEqualTo("works");
        assertThat(git("rev-list", "--count", bad + ".." + commit)).isEqualTo("1");
        done(revert.observe(call, effect));
        // What is checked out was not touched, and no work tree is left behind.
        assertThat(read("app.js")).isEqualTo("breaks");
        assertThat(git("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void everything_or_some_files_are_as_they_were_in_a_follow_up_commit() throws Exception {
        Map<String, Object> with =
                Map.of("to", "v1.4.1", "branch", "back", "files", List.of("app.js"));
        Call call = planned(restore, with);
        String commit = done(restore.apply(call, Calls.effect("a"))).outputs().get("commit");
        assertThat(git("show", commit + ":app.js")).isEqualTo("works");
        assertThat(git("show", commit + ":.env")).isEqualTo("MODE=wild");

        Call all = planned(restore, Map.of("to", "v1.4.1", "branch", "all"));
        String whole =
                done(restore.apply(all, Calls.effect("b"))).outputs().getOrDefault("commit", "");
        assertThat(git("diff", "--stat", "v1.4.1", whole)).isEmpty();
        assertThat(git("rev-parse", whole + "^")).isEqualTo(bad);
    }

    @Test
    void a_branch_that_is_checked_out_or_badly_named_is_refused() {
        Map<String, Object> with = Map.of("to", "v1.4.1", "branch", "main");
        assertThat(restore.plan(call(with, Map.of())).obstacles())
                .anyMatch(o -> o.contains("is checked out"));
        Map<String, Object> named = Map.of("to", "v1.4.1", "branch", "--force");
        assertThat(restore.plan(call(named, Map.of())).obstacles())
                .anyMatch(o -> o.contains("is no name of a branch"));
    }

    @Test
    void a_push_never_overwrites_what_others_have_pushed() throws Exception {
        Map<String, Object> with = Map.of("to", "v1.4.1", "branch", "back", "push", "true");
        Call call = planned(restore, with);
        git("push", "--quiet", "origin", bad + ":refs/heads/back");
        git("commit", "--quiet", "--allow-empty", "-m", "theirs");
        git("push", "--quiet", "origin", "HEAD:refs/heads/back");
        String theirs = git("rev-parse", "HEAD");

        assertThat(restore.apply(call, Calls.effect("c"))).isInstanceOf(Finding.NotDone.class);
        assertThat(git("ls-remote", "origin", "refs/heads/back")).startsWith(theirs);
    }

    @Test
    void an_executor_that_died_with_its_work_tree_open_is_no_hindrance() throws Exception {
        Call call = planned(restore, Map.of("to", "v1.4.1", "branch", "back"));
        Effect effect = Calls.effect("dead");
        Repo r = Repo.of(bench, call);
        Side.open(r, bad, effect); // and never closed

        done(restore.apply(call, effect));
        assertThat(git("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void hooks_of_the_repository_are_never_run() throws Exception {
        Path hook = repo.resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch %s/hooked\n".formatted(home));
        Outside.run(home, "chmod", "+x", hook.toString());

        done(checkout.apply(planned(checkout, Map.of("to", "v1.4.1")), Calls.effect("h")));

        assertThat(home.resolve("hooked")).doesNotExist();
    }

    @Test
    void what_was_planned_is_done_also_when_its_tag_was_moved_since() throws Exception {
        Call planned = planned(checkout, Map.of("to", "v1.4.1"));
        Call file = planned(files, Map.of("to", "v1.4.1", "files", List.of(".env")));
        git("tag", "--force", "v1.4.1", bad);

        done(files.apply(file, Calls.effect("files")));
        assertThat(read(".env")).isEqualTo("MODE=calm");
        git("checkout", "--quiet", "--force", "HEAD", "--", ".env");
        done(checkout.apply(planned, Calls.effect("checkout")));
        assertThat(git("rev-parse", "HEAD")).isEqualTo(good);
        done(checkout.observe(planned, Calls.effect("checkout")));
        assertThat(checkout.plan(call(Map.of("to", "v1.4.1"), Map.of())).rests())
                .isNotEqualTo(planned.rests());
    }
}
