package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.policy.Stage;
import dev.holdfast.decision.domain.release.LedgerEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// From a plan to an order, or to the question, or to the reason why not.
final class Orders {
    /// An order is not begun later than this.
    static final Duration VALID = Duration.ofMinutes(2);

    /// How long after that the executor's refusal may still be on its way.
    private static final Duration GRACE = Duration.ofSeconds(25);

    private Orders() {}

    static void judge(Turn turn, Decision decision, PlanReady plan) {
        Judge.Judged judged = Judge.judge(turn, decision, plan);
        switch (judged.judgement()) {
            case Judgement.Hold hold -> withhold(turn, decision, plan, hold, judged.reasons());
            case Judgement.Ask ask -> {
                Course.announce(
                        turn,
                        decision,
                        "ask",
                        "Authority '%s' asks %s whether to %s."
                                .formatted(
                                        ask.rule(),
                                        Waiting.list(ask.stages().getFirst().roles()),
                                        Sentences.would(turn, plan)),
                        judged.reasons());
                ask(turn, plan, ask, 0);
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
                order(turn, plan, new Authority(allow.rule(), List.of()), decision.sentence());
            }
        }
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

    /// Asks the people of one stage; `stage` counts from 0 and exists.
    static void ask(Turn turn, PlanReady plan, Judgement.Ask ask, int stage) {
        Stage asked = ask.stages().get(stage);
        String request = Ids.request(plan.rollback(), stage);
        Instant deadline = turn.now().plus(asked.within());
        String lost =
                Evidence.losesData(plan)
                        ? plan.dataLost() == null ? "data of a step" : plan.dataLost()
                        : null;
        turn.tell(
                new ApprovalRequested(
                        turn.id(),
                        request,
                        plan.rollback(),
                        plan.hash(),
                        asked.roles(),
                        asked.number(),
                        "May we %s?".formatted(Sentences.would(turn, plan)),
                        lost,
                        deadline,
                        turn.now()));
        Question question =
                new Question(
                        request,
                        ask.rule(),
                        stage,
                        asked.roles(),
                        asked.number(),
                        excluded(turn, plan, ask),
                        lost);
        turn.enter(new State.AwaitingApproval(plan.rollback(), question, List.of(), deadline));
    }

    private static List<String> excluded(Turn turn, PlanReady plan, Judgement.Ask ask) {
        List<String> excluded = new ArrayList<>(turn.askedBy);
        if (ask.notDeployer()) {
            turn.entry(plan.from()).map(LedgerEntry::by).ifPresent(excluded::add);
        }
        return excluded;
    }

    static void order(Turn turn, PlanReady plan, Authority authority, String reason) {
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
