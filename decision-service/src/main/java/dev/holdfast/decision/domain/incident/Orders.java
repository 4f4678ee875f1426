package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.policy.Stage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// From a plan to an order, or to the question, or to the reason why not.
final class Orders {
    /// An order is not begun later than this.
    static final Duration VALID = Duration.ofMinutes(2);

    /// How long after that the executor's refusal may still be on its way.
    private static final Duration GRACE = Duration.ofSeconds(25);

    private Orders() {}

    static void judge(Turn turn, Decision decision, PlanReady plan) {
        if (Following.answers(turn, decision, plan)) {
            return;
        }
        Judge.Judged judged = Judge.judge(turn, decision, plan);
        switch (judged.judgement()) {
            case Judgement.Hold hold -> withhold(turn, decision, plan, hold, judged.reasons());
            case Judgement.Ask ask -> {
                Course.announce(
                        turn,
                        decision,
                        "ask",
                        "Authority '%s' asks %s whether to %s."
                                .formatted(ask.rule(), asked(ask), Sentences.would(turn, plan)),
                        judged.reasons());
                Asking.begin(turn, plan, ask);
            }
            case Judgement.Allow allow -> {
                String why = "authority '%s' allows it".formatted(allow.rule());
                Course.announce(
                        turn,
                        decision,
                        "order",
                        "Ordered to %s, since %s and every limit is kept."
                                .formatted(Sentences.would(turn, plan), why),
                        judged.reasons());
                turn.memory = turn.memory.allowedBy(List.of());
                order(turn, plan, new Authority(allow.rule(), List.of()), decision.sentence());
            }
        }
    }

    private static String asked(Judgement.Ask ask) {
        return ask.stages().stream()
                .filter(s -> s.kind() != Stage.Kind.INFORM)
                .findFirst()
                .map(s -> Waiting.list(s.roles()))
                .orElse("nobody");
    }

    static void withhold(
            Turn turn,
            Decision decision,
            PlanReady plan,
            Judgement.Hold hold,
            List<String> reasons) {
        String would = Sentences.would(turn, plan);
        Course.announce(
                turn,
                decision,
                "withhold",
                "Withheld: would %s, but %s.".formatted(would, hold.reason()),
                reasons);
        turn.tell(new IncidentWithheld(turn.id(), hold.reason(), would, turn.now()));
        turn.enter(new State.Withheld(hold.cause(), hold.reason(), would, hold.until()));
    }

    /// Orders it, or what its group begins with.
    static void order(Turn turn, PlanReady plan, Authority authority, String reason) {
        if (!Leading.allowed(turn, plan, authority, reason)) {
            send(turn, plan, authority, reason);
        }
    }

    static void send(Turn turn, PlanReady plan, Authority authority, String reason) {
        Instant notAfter = turn.now().plus(VALID);
        turn.ordered++;
        turn.running = plan.rollback();
        turn.site =
                turn.site.ordered(
                        new Site.Order(
                                turn.id(),
                                plan.rollback(),
                                plan.from(),
                                plan.to(),
                                turn.now(),
                                Containing.underWay(turn)));
        turn.tell(
                new RollbackOrdered(
                        turn.id(),
                        plan.rollback(),
                        plan.hash(),
                        plan.from(),
                        plan.to(),
                        authority,
                        notAfter,
                        reason,
                        turn.now()));
        turn.enter(
                new State.RollingBack(
                        plan.rollback(), turn.now(), notAfter, false, notAfter.plus(GRACE)));
    }
}
