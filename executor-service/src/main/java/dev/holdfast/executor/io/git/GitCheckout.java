package dev.holdfast.executor.io.git;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.place.Bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `git.checkout`: puts a whole work tree at a commit or tag. It must be clean; what git does not
/// know (builds, .env files) stays as it is. Checkable: HEAD says where it is.
public final class GitCheckout implements UndoableAction {
    private static final String HEAD = "HEAD";

    private final Bench bench;

    public GitCheckout(Bench bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "git.checkout";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return Bench.placed(List.of(Repo.REPO, ArgumentForm.needs("to", ArgumentType.TEXT)));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("before", "commit");
    }

    @Override
    public String target(Call call) {
        return "git " + call.shown("repo");
    }

    @Override
    public Preview plan(Call call) {
        Repo repo = Repo.of(bench, call);
        Preview preview =
                Preview.of(
                        "put %s at %s".formatted(repo, call.shown("to")),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(2));
        List<String> obstacles = new ArrayList<>(repo.obstacles());
        if (!obstacles.isEmpty()) {
            return preview.hindered(obstacles);
        }
        return Bench.looked(
                preview,
                repo.toString(),
                () -> {
                    Optional<String> to = repo.commit(call.text("to"));
                    String now = repo.commit(HEAD).orElse("nothing");
                    if (to.isEmpty()) {
                        obstacles.add(
                                "%s knows no commit or tag '%s'".formatted(repo, call.shown("to")));
                    }
                    String changed = repo.changed();
                    if (!changed.isEmpty()) {
                        obstacles.add(
                                "%s is not clean: %s"
                                        .formatted(repo, changed.lines().findFirst().orElse("")));
                    }
                    Map<String, String> rests = repo.meaning(List.of(call.text("to")));
                    rests.put(HEAD + " of " + repo, now);
                    return preview.moving(rests, Map.of(HEAD, to.orElse("unknown")))
                            .hindered(obstacles);
                });
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return to(call, call.text("to"), effect);
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return at(call, call.text("to"), effect);
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return to(call, before(call), effect);
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return at(call, before(call), effect);
    }

    private static String before(Call call) {
        return call.rests().getOrDefault(HEAD + " of " + call.shown("repo"), "");
    }

    private Finding to(Call call, String wanted, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Repo repo = Repo.of(bench, call);
                    Optional<String> to = repo.meant(wanted);
                    String now = repo.commit(HEAD).orElse("");
                    if (to.isEmpty()) {
                        return new Finding.NotDone("no commit '%s' is there".formatted(wanted), "");
                    }
                    // Without --force: what somebody has changed meanwhile is never thrown away.
                    var _ = repo.run(effect, "checkout", "--detach", "--quiet", to.get());
                    return done(repo, to.get(), now);
                });
    }

    private Finding at(Call call, String wanted, Effect effect) {
        return Bench.handled(
                effect,
                () -> {
                    Repo repo = Repo.of(bench, call);
                    String to = repo.meant(wanted).orElse("(unknown)");
                    String now = repo.commit(HEAD).orElse("");
                    boolean there = now.equals(to) && repo.changed().isEmpty();
                    return there
                            ? done(repo, to, now)
                            : new Finding.NotDone(
                                    "%s is at %s, not clean at %s"
                                            .formatted(repo, Repo.brief(now), Repo.brief(to)),
                                    "");
                });
    }

    private static Finding done(Repo repo, String commit, String before) {
        return new Finding.Done(
                "%s is at %s".formatted(repo, commit), Map.of("commit", commit, "before", before));
    }
}
