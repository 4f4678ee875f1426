package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.WayPlan;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.rollback.Mask;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.StepRun;
import dev.holdfast.executor.domain.rollback.Todo;
import dev.holdfast.executor.domain.words.Piece;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Does and looks: opens the secrets, calls the action, and lets nothing secret out again.
final class Hands {
    /// How much longer than its own time-out a touch may take before it is cut off.
    private static final Duration BELT = Duration.ofSeconds(2);

    private final Actions actions;
    private final Vault vault;
    private final Guard guard;

    Hands(Actions actions, Vault vault, Guard guard) {
        this.actions = actions;
        this.vault = vault;
        this.guard = guard;
    }

    /// What one call to an action is.
    private interface Touch {
        Finding touch(EffectAction action, Call call, Effect effect);
    }

    /// What stands around it.
    private interface Guarding {
        Finding around(String target, Duration limit, Supplier<Finding> touch);
    }

    /// @param held whether the lease has certainly not run out, asked right before the touch
    Finding act(Rollback r, Plan plan, Todo.Do todo, BooleanSupplier held) {
        try {
            return doing(r, plan, todo, held);
        } catch (Guard.Refused e) {
            return new Finding.NotTried(String.valueOf(e.getMessage()));
        } catch (Secrets.Missing e) {
            return new Finding.NotDone(String.valueOf(e.getMessage()), "");
        }
    }

    Finding look(Rollback r, Plan plan, Todo.Look todo) {
        try {
            return looking(r, plan, todo);
        } catch (Guard.Refused e) {
            return new Finding.Unsure("not looked at: " + e.getMessage(), "");
        }
    }

    private Finding doing(Rollback r, Plan plan, Todo.Do todo, BooleanSupplier held) {
        Optional<String> lacking = lacking(r, todo.way());
        if (lacking.isPresent()) {
            return new Finding.NotDone(lacking.get(), "");
        }
        return touch(
                r,
                plan,
                todo.way(),
                todo.run(),
                todo.effect(),
                (target, limit, touch) -> guard.around(target, limit, held, touch),
                (action, call, effect) -> {
                    if (!held.getAsBoolean()) {
                        return new Finding.NotTried("the lease ran out first");
                    }
                    return todo.undo()
                            ? undoable(action).undo(call, effect)
                            : action.apply(call, effect);
                });
    }

    private Finding looking(Rollback r, Plan plan, Todo.Look todo) {
        Optional<String> lacking = lacking(r, todo.way());
        if (lacking.isPresent()) {
            return new Finding.Unsure(lacking.get(), "");
        }
        if (!(actions.named(todo.way().action()).orElse(null) instanceof EffectAction)) {
            return new Finding.Unsure("there is no such effect as " + todo.way().action(), "");
        }
        try {
            return touch(
                    r,
                    plan,
                    todo.way(),
                    todo.run(),
                    todo.effect(),
                    guard::look,
                    (action, call, effect) ->
                            todo.undo()
                                    ? undoable(action).observeUndo(call, effect)
                                    : action.observe(call, effect));
        } catch (Secrets.Missing e) {
            // It says nothing of what was done before.
            return new Finding.Unsure("not looked at: " + e.getMessage(), "");
        }
    }

    private Finding touch(
            Rollback r,
            Plan plan,
            WayPlan way,
            int run,
            Effect effect,
            Guarding guarding,
            Touch touch) {
        if (!(actions.named(way.action()).orElse(null) instanceof EffectAction action)) {
            return new Finding.NotDone("there is no such effect as " + way.action(), "");
        }
        Mask mask = Mask.NOTHING;
        Mask wide = Mask.NOTHING;
        try {
            Vault.Opened opened = vault.open(way.with(), plan.secrets());
            mask = opened.mask();
            wide = opened.wide();
            Scope scope = plan.subject().scope();
            StepRun step = r.runs().get(run);
            Call call =
                    new Call(
                            scope,
                            r.id(),
                            step.name(),
                            plan.subject().to().component(),
                            way.with(),
                            plan.allowed(),
                            way.preview().rests(),
                            opened.values(),
                            r.outputs());
            Finding finding =
                    guarding.around(
                            wide.mask(action.target(call)),
                            effect.timeout().plus(BELT),
                            () -> touch.touch(action, call, effect));
            return masked(finding, mask, wide);
        } catch (Guard.Refused | Secrets.Missing e) {
            throw e;
        } catch (RuntimeException e) {
            // It may have happened before that went wrong.
            return new Finding.Unsure(wide.mask("unexpected: " + e), "");
        }
    }

    private static UndoableAction undoable(EffectAction action) {
        if (action instanceof UndoableAction undoable) {
            return undoable;
        }
        throw new IllegalStateException(action.name() + " cannot be undone");
    }

    /// What is written as an output of a step that has left none must never be taken literally.
    private static Optional<String> lacking(Rollback r, WayPlan way) {
        Set<String> outputs = r.outputs().keySet();
        return way.with().entrySet().stream()
                .flatMap(argument ->
                        argument.getValue()
                                .all()
                                .flatMap(words -> words.from(Piece.Origin.OUTPUT))
                                .filter(output -> !outputs.contains(output))
                                .map(output ->
                                        "'%s' needs an output that no step has left: ${steps.%s}"
                                                .formatted(argument.getKey(), output)))
                .findFirst();
    }

    /// Outputs are used again, so of them only the secrets of this step are taken out.
    private static Finding masked(Finding finding, Mask own, Mask mask) {
        return switch (finding) {
            case Finding.Done(String evidence, var outputs) -> {
                Map<String, String> masked = new HashMap<>();
                outputs.forEach((k, v) -> masked.put(k, own.whole(v)));
                yield new Finding.Done(mask.mask(evidence), masked);
            }
            case Finding.NotDone(String reason, String evidence) ->
                    new Finding.NotDone(mask.mask(reason), mask.mask(evidence));
            case Finding.NotTried(String reason) -> new Finding.NotTried(mask.mask(reason));
            case Finding.Unsure(String reason, String evidence) ->
                    new Finding.Unsure(mask.mask(reason), mask.mask(evidence));
        };
    }
}
