package dev.holdfast.executor.io.git;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.place.Bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `git.revert` and `git.restore`: a follow-up commit on a branch of its own, made in a work tree of
/// its own, so that nothing that is checked out is touched. `git.revert` takes back named commits;
/// `git.restore` makes everything, or the named files, as it was at a commit or tag.
///
/// Checkable: the branch (and, when it is pushed, the remote's) holds a commit with the effect's key.
/// A push is never forced unless `force` says so, and then only over what was seen there.
public final class GitCommit implements EffectAction {
    private final Bench bench;
    private final boolean reverts;

    private GitCommit(Bench bench, boolean reverts) {
        this.bench = bench;
        this.reverts = reverts;
    }

    public static GitCommit revert(Bench bench) {
        return new GitCommit(bench, true);
    }

    public static GitCommit restore(Bench bench) {
        return new GitCommit(bench, false);
    }

    @Override
    public String name() {
        return reverts ? "git.revert" : "git.restore";
    }

    @Override
    public List<ArgumentForm> arguments() {
        List<ArgumentForm> all = new ArrayList<>();
        all.add(Repo.REPO);
        all.add(ArgumentForm.needs("branch", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("onto", ArgumentType.TEXT));
        if (reverts) {
            all.add(ArgumentForm.needs("commits", ArgumentType.TEXTS));
        } else {
            all.add(ArgumentForm.needs("to", ArgumentType.TEXT));
            all.add(ArgumentForm.takes("files", ArgumentType.TEXTS));
        }
        all.add(ArgumentForm.takes("message", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("push", ArgumentType.FLAG));
        all.add(ArgumentForm.takes("remote", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("force", ArgumentType.FLAG));
        return Bench.placed(all);
    }

    @Override
    public Set<String> outputs() {
        return Set.of("commit", "branch");
    }

    @Override
    public String target(Call call) {
        return "git " + call.shown("repo");
    }

    @Override
    public Preview plan(Call call) {
        Repo repo = Repo.of(bench, call);
        String what =
                reverts
                        ? "take back %s".formatted(call.texts("commits"))
                        : "make %s as at %s"
                                .formatted(
                                        call.has("files") ? call.texts("files") : "everything",
                                        call.shown("to"));
        String push = Branch.pushes(call) ? ", pushed to " + Branch.remote(call) : "";
        Preview preview =
                Preview.of(
                        "%s in %s, a commit on branch %s%s"
                                .formatted(what, repo, call.shown("branch"), push),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(5));
        List<String> obstacles = new ArrayList<>(repo.obstacles());
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                repo.toString(),
                () -> {
                    Branch branch = Branch.of(repo);
                    obstacles.addAll(branch.obstacles());
                    for (String name : reverts ? call.texts("commits") : List.of(call.text("to"))) {
                        if (repo.commit(name).isEmpty()) {
                            obstacles.add("%s knows no commit or tag '%s'".formatted(repo, name));
                        }
                    }
                    Map<String, String> rests = branch.now();
                    rests.putAll(
                            repo.meaning(
                                    reverts ? call.texts("commits") : List.of(call.text("to"))));
                    return preview.moving(rests, Map.of()).hindered(obstacles);
                });
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Branch branch = Branch.of(Repo.of(bench, call));
                    String commit = branch.ours(effect);
                    if (commit.isEmpty()) {
                        commit = made(call, branch, effect);
                    }
                    if (commit.isEmpty()) {
                        return new Finding.Done("there was nothing to change");
                    }
                    branch.publish(commit, effect);
                    return done(call, commit);
                });
    }

    /// The commit, made in a work tree of its own; empty when nothing is different.
    private String made(Call call, Branch branch, Effect effect)
            throws IOException, InterruptedException {
        Repo repo = branch.repo();
        try (Side side = Side.open(repo, branch.base(), effect)) {
            if (reverts) {
                for (String name : call.texts("commits")) {
                    String commit =
                            repo.meant(name)
                                    .orElseThrow(() -> new IOException("no commit " + name));
                    var _ = repo.runIn(effect, side.folder(), "revert", "--no-commit", commit);
                }
            } else {
                String to =
                        repo.meant(call.text("to"))
                                .orElseThrow(() -> new IOException("no commit " + call.text("to")));
                side.like(to, call.texts("files"), effect);
            }
            return side.commit(message(call, effect), effect);
        }
    }

    private String message(Call call, Effect effect) {
        String first =
                call.optional("message")
                        .orElseGet(() ->
                                reverts
                                        ? "Take back " + String.join(", ", call.texts("commits"))
                                        : "Back to " + call.text("to"));
        return "%s%n%nHoldfast-Rollback: %s%n%s%s"
                .formatted(first, call.rollback(), Repo.TRAILER, effect.key());
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Branch branch = Branch.of(Repo.of(bench, call));
                    String commit = branch.ours(effect);
                    if (commit.isEmpty()) {
                        return new Finding.NotDone("no commit of this effect is on the branch", "");
                    }
                    return branch.published(commit)
                            ? done(call, commit)
                            : new Finding.NotDone(
                                    "%s is not pushed".formatted(Repo.brief(commit)), "");
                });
    }

    private static Finding done(Call call, String commit) {
        String branch = call.text("branch");
        return new Finding.Done(
                "%s is commit %s".formatted(branch, commit),
                Map.of("commit", commit, "branch", branch));
    }
}
