package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.decision.domain.policy.Moment;
import dev.holdfast.decision.domain.policy.NextTry;
import dev.holdfast.decision.domain.policy.NextTry.Failure;
import dev.holdfast.decision.domain.release.Ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What follows once the executor has acted: proof, the watch after it, and the next try.
final class Healing {
    /// How long after its deadline a verdict may still be on its way.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private Healing() {}

    /// The rollback is done: the ledger changes, and proof is asked for.
    static void done(Turn turn, Site.Order order) {
        if (order.contains()) {
            turn.running = null;
            Containing.done(turn);
            return;
        }
        turn.passed(Moment.COMPLETED);
        rolledBack(turn, order);
        Decision decision = turn.decision;
        String stage = decision == null ? turn.policy().verifyStage() : decision.verifyStage();
        turn.running = null;
        verify(turn, stage, order);
    }

    /// The ledger takes in that an order was carried out.
    static void rolledBack(Turn turn, Site.Order order) {
        String why = turn.decision == null ? "it was rolled back" : turn.decision.sentence();
        Ledger.Change change =
                turn.site.ledger().rolledBack(order.from(), order.to(), turn.id(), why, turn.now());
        turn.site = turn.site.ledger(change.ledger());
        change.events().forEach(turn::tell);
    }

    private static void verify(Turn turn, String stage, Site.Order order) {
        turn.verifications++;
        turn.memory = turn.memory.proof(Memory.Proof.ASKED);
        String verification = Ids.verification(turn.id(), turn.verifications);
        Instant deadline = turn.now().plus(turn.policy().verifyWithin());
        turn.tell(
                new VerificationRequested(
                        verification,
                        turn.id(),
                        order.rollback(),
                        stage,
                        order.to(),
                        turn.since(),
                        deadline,
                        turn.now()));
        turn.enter(
                new State.Verifying(order.rollback(), verification, stage, deadline.plus(GRACE)));
    }

    static void judged(Turn turn, Verdict verdict, String summary) {
        switch (verdict) {
            case PASSED -> {
                Duration watch =
                        turn.decision == null
                                ? turn.policy().watchAfter()
                                : turn.decision.watchAfter();
                Instant until = turn.now().plus(watch);
                turn.passed(Moment.VERIFIED);
                turn.memory = turn.memory.proof(Memory.Proof.PASSED);
                turn.enter(new State.Holding(turn.now(), until, false, until));
            }
            case FAILED -> failed(turn, Failure.VERIFICATION_FAILED, summary);
            case INCONCLUSIVE -> failed(turn, Failure.INCONCLUSIVE, summary);
        }
    }

    /// Goes to the next line of `on-failure` that answers this failure; after the last, to people.
    static void failed(Turn turn, Failure failure, String reason) {
        String what = "%s: %s".formatted(failure.word(), reason);
        if (Containing.underWay(turn)) {
            Containing.failed(turn, what);
            return;
        }
        List<NextTry> tries = turn.policy().onFailure();
        Decision decision = turn.decision;
        while (turn.nextTry < tries.size() && decision != null) {
            NextTry next = tries.get(turn.nextTry);
            turn.nextTry++;
            boolean possible = next.kind() != NextTry.Kind.VERIFY || turn.lastOrder().isPresent();
            if (possible && next.answers(failure, decision.runbook())) {
                tryNext(turn, decision, next, what, failure);
                return;
            }
        }
        Course.escalate(turn, what, failure != Failure.PLAN_REFUSED, List.of());
    }

    private static void tryNext(
            Turn turn, Decision decision, NextTry next, String what, Failure failure) {
        List<String> reasons = List.of("on-failure line %d answers it".formatted(turn.nextTry));
        switch (next.kind()) {
            case RUNBOOK -> {
                Decision other = Course.unlessStopped(turn, decision.by(next.name(), next.stage()));
                turn.decision = other;
                Course.announce(
                        turn,
                        other,
                        "rollback",
                        "%s; the next try is runbook '%s'.".formatted(what, next.name()),
                        reasons);
                Course.plan(turn, other);
            }
            case VERIFY -> {
                Course.announce(
                        turn,
                        decision,
                        "verify",
                        "%s; stage '%s' is run once more.".formatted(what, next.name()),
                        reasons);
                turn.lastOrder().ifPresent(order -> verify(turn, next.name(), order));
            }
            case ASK -> Course.escalate(turn, what, failure != Failure.PLAN_REFUSED, next.roles());
        }
    }
}
