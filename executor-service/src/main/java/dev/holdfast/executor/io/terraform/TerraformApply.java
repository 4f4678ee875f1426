package dev.holdfast.executor.io.terraform;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.process.Programs;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `terraform.apply`: applies a configuration as it was at an earlier commit, or parts of it. It
/// refuses a plan that destroys anything that `destroys` does not list, when it is planned and again
/// right before it is applied. Applied once more it changes nothing.
public final class TerraformApply implements EffectAction {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final String CHANGES = "changes";

    @Override
    public String name() {
        return "terraform.apply";
    }

    @Override
    public List<ArgumentForm> arguments() {
        return List.of(
                ArgumentForm.needs("folder", ArgumentType.PATH),
                ArgumentForm.takes("program", ArgumentType.TEXT),
                ArgumentForm.takes("commit", ArgumentType.TEXT),
                ArgumentForm.takes("targets", ArgumentType.TEXTS),
                ArgumentForm.takes("destroys", ArgumentType.TEXTS),
                ArgumentForm.takes("state", ArgumentType.PATH),
                ArgumentForm.takes("vars", ArgumentType.TABLE),
                ArgumentForm.takes("env", ArgumentType.TABLE));
    }

    @Override
    public Set<String> outputs() {
        return Set.of(CHANGES);
    }

    @Override
    public String target(Call call) {
        return "terraform " + call.shown("folder");
    }

    /// What is done in a workspace.
    private interface Use<T> {
        T in(Workspace workspace) throws Workspace.Refused, IOException, InterruptedException;
    }

    private static <T> T use(Call call, Duration limit, Use<T> use)
            throws Workspace.Refused, IOException, InterruptedException {
        Optional<String> wrong = Workspace.wrong(call);
        if (wrong.isPresent()) {
            throw new Workspace.Refused(wrong.get());
        }
        try (Workspace workspace = Workspace.open(call, limit)) {
            return use.in(workspace);
        }
    }

    @Override
    public Preview plan(Call call) {
        try {
            return told(call, use(call, LOOK, Workspace::plan));
        } catch (Workspace.Refused | IOException e) {
            return hindered(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return hindered("interrupted while planning");
        }
    }

    private static Preview hindered(String why) {
        return Preview.of("terraform apply", Repeat.CHECKABLE, Duration.ZERO)
                .hindered(List.of(why));
    }

    private static Preview told(Call call, Changes changes) {
        String at = call.has("commit") ? " at " + call.shown("commit") : "";
        List<String> obstacles = new ArrayList<>();
        List<String> unlisted = changes.unlisted(call.texts("destroys"));
        if (!unlisted.isEmpty()) {
            obstacles.add(
                    "it would destroy %s, which `destroys` does not list".formatted(unlisted));
        }
        List<String> destroyed = changes.destroyed();
        return Preview.of(
                        "terraform apply of %s%s: %s"
                                .formatted(call.shown("folder"), at, changes.told()),
                        Repeat.CHECKABLE,
                        Duration.ofMinutes(2))
                .moving(Map.of(CHANGES, changes.told()), Map.of())
                .losing(destroyed.isEmpty() ? null : "what %s hold".formatted(destroyed))
                .hindered(obstacles);
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        try {
            return use(call, effect.timeout(), w -> applied(call, w));
        } catch (Programs.Late e) {
            return new Finding.Unsure(String.valueOf(e.getMessage()), e.output());
        } catch (Workspace.Refused e) {
            return new Finding.NotDone(e.told(), "");
        } catch (IOException e) {
            return new Finding.NotDone("could not be run: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while it ran", "");
        }
    }

    private static Finding applied(Call call, Workspace w)
            throws Workspace.Refused, IOException, InterruptedException {
        Changes now = w.plan();
        if (now.actions().isEmpty()) {
            return done(now);
        }
        List<String> unlisted = now.unlisted(call.texts("destroys"));
        if (!unlisted.isEmpty() || !now.told().equals(call.rests().get(CHANGES))) {
            return new Finding.NotDone(
                    "it would now change %s, planned was %s"
                            .formatted(now.told(), call.rests().get(CHANGES)),
                    "");
        }
        String output;
        try {
            output = w.apply();
        } catch (Workspace.Refused e) {
            // A part may have been changed before it failed.
            return new Finding.Unsure("terraform apply failed", e.told());
        }
        Changes left = w.plan();
        return left.actions().isEmpty()
                ? done(now)
                : new Finding.NotDone("still to change: " + left.told(), output);
    }

    private static Finding done(Changes changes) {
        return new Finding.Done("changed " + changes.told(), Map.of(CHANGES, changes.told()));
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        try {
            Changes left = use(call, LOOK, Workspace::plan);
            return left.actions().isEmpty()
                    ? new Finding.Done("nothing is left to change")
                    : new Finding.NotDone("still to change: " + left.told(), "");
        } catch (Workspace.Refused | IOException e) {
            return new Finding.Unsure("not seen: " + e.getMessage(), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while looking", "");
        }
    }
}
