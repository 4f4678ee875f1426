package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.RollbackAbortRequested;
import dev.holdfast.decision.domain.policy.Moment;
import dev.holdfast.decision.domain.policy.NextTry.Failure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An order was given; only the executor changes what happens to it.
final class WhileRollingBack {
    /// When it is looked at again after a switch had refused it, and when that is off by now.
    private static final Duration HALTED = Duration.ofHours(1);

    private static final Duration LIFTED = Duration.ofSeconds(10);

    private WhileRollingBack() {}

    static void on(Turn turn, State.RollingBack state, Happening.InState happening) {
        switch (happening) {
            case Happening.RollbackBegan(String rollback) -> {
                if (rollback.equals(state.rollback()) && !state.started()) {
                    begun(turn, state);
                }
            }
            case Happening.RollbackDone(String rollback, Instant _) -> {
                if (rollback.equals(state.rollback())) {
                    turn.order(rollback).ifPresent(order -> Healing.done(turn, order));
                }
            }
            case Happening.RollbackBroke(String rollback, String step, String reason) -> {
                if (rollback.equals(state.rollback())) {
                    turn.running = null;
                    Healing.failed(
                            turn, Failure.ROLLBACK_FAILED, "step '%s': %s".formatted(step, reason));
                }
            }
            case Happening.RollbackStopped(String rollback, String by, String reason) -> {
                if (rollback.equals(state.rollback())) {
                    turn.running = null;
                    turn.stoppedBy = by;
                    Course.escalate(
                            turn, "aborted by %s: %s".formatted(by, reason), true, List.of());
                }
            }
            case Happening.OrderRejected(String rollback, String kind, String reason) -> {
                if (rollback.equals(state.rollback()) && !state.started()) {
                    rejected(turn, kind, reason);
                }
            }
            case Happening.DeadlineReached _ -> late(turn, state);
            case Happening.AbortAsked(Person by, String reason) -> {
                turn.tell(
                        new RollbackAbortRequested(
                                turn.id(), state.rollback(), by.name(), reason, turn.now()));
                turn.touch();
            }
            case Happening.Asked _, Happening.CloseAsked _ ->
                    turn.refuse(
                            Refusal.Kind.CONFLICT,
                            "rollback %s is running: abort it first".formatted(state.rollback()));
            case Happening.Denied denied -> denied(turn, state, denied);
            case Happening.Approved _ -> People.nothingAsked(turn);
            case Happening.Raised _,
                    Happening.Restated _,
                    Happening.Eased _,
                    Happening.Calmed _,
                    Happening.FellSilent _,
                    Happening.SwitchesChanged _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.Judged _ -> {}
        }
    }

    /// Until it has begun, a higher role than those who allowed it may still say no.
    private static void denied(Turn turn, State.RollingBack state, Happening.Denied said) {
        List<String> allowed = turn.memory.allowedBy();
        Optional<String> above =
                said.by().roles().stream()
                        .filter(turn.policy().roles()::contains)
                        .filter(r -> allowed.stream().allMatch(a -> turn.policy().above(r, a)))
                        .findFirst();
        if (state.started() || above.isEmpty()) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    state.started()
                            ? "the rollback has begun: abort it"
                            : "it was allowed by %s, and only a higher role may still say no"
                                    .formatted(allowed));
            return;
        }
        turn.tell(
                new ApprovalDenied(
                        turn.id(),
                        Ids.request(state.rollback(), 0, 0),
                        said.by().name(),
                        above.get(),
                        said.reason(),
                        turn.now()));
        turn.tell(
                new RollbackAbortRequested(
                        turn.id(), state.rollback(), said.by().name(), said.reason(), turn.now()));
        turn.touch();
    }

    static void begun(Turn turn, State.RollingBack state) {
        turn.memory = turn.memory.proof(Memory.Proof.NONE);
        if (!Containing.underWay(turn)) {
            turn.passed(Moment.STARTED);
        }
        turn.enter(
                new State.RollingBack(
                        state.rollback(),
                        state.orderedAt(),
                        state.notAfter(),
                        true,
                        turn.now().plus(turn.policy().rollingBack())));
    }

    private static void rejected(Turn turn, String kind, String reason) {
        turn.withdraw(turn.rollback());
        Decision decision = turn.decision;
        if (decision == null) {
            return;
        }
        switch (kind) {
            case "changed", "hash" -> {
                Course.announce(
                        turn,
                        decision,
                        "plan",
                        "Planned again, since what the plan rests on has changed: " + reason,
                        List.of(reason));
                Course.plan(turn, decision);
            }
            case "late" -> again(turn, decision, reason);
            case "halted" -> {
                boolean lifted = Switches.halted(turn.situation()).isEmpty();
                Instant look = turn.now().plus(lifted ? LIFTED : HALTED);
                String would = turn.plan == null ? "roll back" : Sentences.would(turn, turn.plan);
                turn.tell(
                        new dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld(
                                turn.id(), reason, would, turn.now()));
                turn.enter(new State.Withheld(State.Cause.HALTED, reason, would, look));
            }
            default ->
                    Course.escalate(
                            turn,
                            "the executor refused the order (%s): %s".formatted(kind, reason),
                            false,
                            List.of());
        }
    }

    private static void again(Turn turn, Decision decision, String reason) {
        if (turn.fresh().isEmpty()) {
            Course.escalate(
                    turn,
                    "the order came too late and the trigger is unknown: " + reason,
                    false,
                    List.of());
            return;
        }
        Course.announce(
                turn,
                decision,
                "plan",
                "Planned again, since the order came too late: " + reason,
                List.of(reason));
        Course.plan(turn, decision);
    }

    private static void late(Turn turn, State.RollingBack state) {
        if (!state.started()) {
            turn.running = null;
        }
        String what =
                state.started()
                        ? "the rollback is not done, %s after it began"
                                .formatted(Sentences.ago(state.orderedAt(), turn.now()))
                        : "the executor did not answer the order by " + state.notAfter();
        Course.escalate(turn, what, true, List.of());
    }
}
