package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.condition.Condition;
import dev.holdfast.decision.domain.condition.Outcome;
import dev.holdfast.decision.domain.policy.AuthorityRule;
import dev.holdfast.decision.domain.policy.AutomaticWindow;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Stage;
import dev.holdfast.decision.domain.policy.Stage.Kind;
import dev.holdfast.decision.domain.policy.StageRule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges a plan: may it be done now, and who must agree? Nothing acts on old news, nothing acts
/// without authority, and losing data always needs people.
final class Judge {
    /// How long a plan that is held back waits before it is looked at again, at most and at least.
    private static final Duration LATEST = Duration.ofHours(1);

    private static final Duration SOONEST = Duration.ofSeconds(10);

    private final Turn turn;
    private final PlanReady plan;
    private final Decision decision;
    private final List<String> reasons = new ArrayList<>();

    /// @param reasons each switch, limit and rule that was looked at
    record Judged(Judgement judgement, List<String> reasons) {}

    private Judge(Turn turn, Decision decision, PlanReady plan) {
        this.turn = turn;
        this.plan = plan;
        this.decision = decision;
    }

    static Judged judge(Turn turn, Decision decision, PlanReady plan) {
        Judge judge = new Judge(turn, decision, plan);
        Judgement judgement = judge.held().map(h -> (Judgement) h).orElseGet(judge::authority);
        return new Judged(judgement, List.copyOf(judge.reasons));
    }

    /// Only what may hold it back: asked once more when people have agreed.
    static Optional<Judgement.Hold> held(Turn turn, Decision decision, PlanReady plan) {
        return new Judge(turn, decision, plan).held();
    }

    /// Why people would be asked about it, if they would.
    static Optional<String> asks(Turn turn, Decision decision, PlanReady plan) {
        return new Judge(turn, decision, plan).authority() instanceof Judgement.Ask ask
                ? Optional.of("authority '%s' asks people".formatted(ask.rule()))
                : Optional.empty();
    }

    /// Who may not agree to it, if people are asked.
    static List<String> excluded(Turn turn, Decision decision, PlanReady plan) {
        return new Judge(turn, decision, plan).authority() instanceof Judgement.Ask ask
                ? Asking.excluded(turn, plan, ask)
                : turn.askedBy;
    }

    private Optional<Judgement.Hold> held() {
        Instant now = turn.now();
        boolean promised = Grouped.committed(turn) || Following.going(turn);
        if (turn.fresh().isEmpty() && !promised) {
            return hold(
                    State.Cause.UNKNOWN,
                    "no trigger was restated within 90s, and nothing acts on old news",
                    now.plus(Standing.KNOWN_FOR));
        }
        if (turn.running != null) {
            return hold(
                    State.Cause.LIMIT,
                    "rollback %s has no known end, and one at a time acts".formatted(turn.running),
                    later());
        }
        Optional<String> halted = Switches.halted(turn.situation());
        if (halted.isPresent()) {
            return hold(State.Cause.HALTED, "the kill switch is thrown: " + halted.get(), later());
        }
        List<String> owed = turn.situation().owed().before();
        if (!owed.isEmpty()) {
            return hold(
                    State.Cause.CHECKLIST,
                    "the checklist before a rollback is not answered: " + String.join(", ", owed),
                    later());
        }
        Mode mode = turn.site.mode(turn.policy());
        reasons.add("mode is " + mode.name().toLowerCase(java.util.Locale.ROOT));
        // What a group was allowed as a whole is not stopped half-way by a count.
        Limits.Checked limits = promised ? Limits.Checked.PROMISED : Limits.check(turn, plan.to());
        reasons.addAll(limits.reasons());
        if (mode == Mode.OBSERVE) {
            return hold(
                    State.Cause.OBSERVE,
                    "the mode is observe: decide and tell, do nothing; else %s"
                            .formatted(otherwise(limits)),
                    later());
        }
        if (!limits.broken().isEmpty()) {
            Limits.Broken first = limits.broken().getFirst();
            return hold(State.Cause.LIMIT, first.reason(), first.until());
        }
        return Optional.empty();
    }

    /// What would come of it if the mode were automatic.
    private String otherwise(Limits.Checked limits) {
        if (!limits.broken().isEmpty()) {
            return "a limit would hold it: " + limits.broken().getFirst().reason();
        }
        return switch (authority()) {
            case Judgement.Allow allow -> "authority '%s' would allow it".formatted(allow.rule());
            case Judgement.Ask ask ->
                    "authority '%s' would ask %s"
                            .formatted(ask.rule(), Waiting.list(ask.stages().getFirst().roles()));
            case Judgement.Hold hold -> hold.reason();
        };
    }

    private Optional<Judgement.Hold> hold(State.Cause cause, String reason, Instant until) {
        Instant now = turn.now();
        Instant soonest = now.plus(SOONEST);
        Instant at = until.isBefore(soonest) ? soonest : until.isAfter(later()) ? later() : until;
        return Optional.of(new Judgement.Hold(cause, reason, at));
    }

    private Judgement authority() {
        Optional<String> people = peopleNeeded();
        people.ifPresent(why -> reasons.add("people must agree, since " + why));
        Map<String, Object> evidence = Evidence.authority(decision, plan, turn);
        for (AuthorityRule rule : turn.policy().authority()) {
            Outcome outcome = rule.when().test(evidence);
            reasons.add(reason(rule, outcome, rule.when().seen(evidence)));
            if (outcome instanceof Outcome.Unclear) {
                return ask(rule.name() + ", which cannot be judged", highest(), false, true);
            }
            if (outcome instanceof Outcome.True && !(rule.automatic() && people.isPresent())) {
                return rule.automatic() ? new Judgement.Allow(rule.name()) : asked(rule, evidence);
            }
        }
        return ask("no rule answers, so the highest role is asked", highest(), false, false);
    }

    private Optional<String> peopleNeeded() {
        if (Evidence.losesData(plan)) {
            String what =
                    plan.dataLost() == null
                            ? "data would be lost"
                            : plan.dataLost() + " would be lost";
            return Optional.of(what);
        }
        if (decision.askPeople()) {
            return Optional.of("the decision is to ask");
        }
        Optional<String> member = Grouped.asks(turn);
        if (member.isPresent()) {
            return member;
        }
        if (turn.site.mode(turn.policy()) == Mode.PROPOSE) {
            return Optional.of("the mode is propose");
        }
        AutomaticWindow window = turn.policy().window();
        boolean open =
                window == null
                        || turn.entry(plan.from())
                                .filter(e ->
                                        window.open(e.startedAt(), e.completedAt(), turn.now()))
                                .isPresent();
        return open
                ? Optional.empty()
                : Optional.of("the automatic window after the deployment is over");
    }

    private List<Stage> highest() {
        return List.of(turn.policy().lastResort());
    }

    /// The stages of the rule that this plan needs; one whose condition is unclear is asked.
    private Judgement asked(AuthorityRule rule, Map<String, Object> evidence) {
        List<Stage> stages = new ArrayList<>();
        for (StageRule s : rule.stages()) {
            Condition when = s.when();
            boolean needed = when == null || !(when.test(evidence) instanceof Outcome.False);
            if (when != null) {
                reasons.add(
                        "stage '%s' of %s is %s (%s)"
                                .formatted(
                                        s.stage().kind().word(),
                                        Waiting.list(s.stage().roles()),
                                        needed ? "needed" : "not needed",
                                        when.text()));
            }
            if (needed) {
                stages.add(s.stage());
            }
        }
        boolean agreed =
                stages.stream().anyMatch(s -> s.kind() == Kind.CONFIRM || s.kind() == Kind.APPROVE);
        if (!agreed) {
            stages.addAll(highest());
        }
        return ask(rule.name(), stages, rule.all(), rule.notDeployer());
    }

    private static Judgement ask(
            String rule, List<Stage> stages, boolean all, boolean notDeployer) {
        return new Judgement.Ask(rule, stages, all, notDeployer);
    }

    private static String reason(AuthorityRule rule, Outcome outcome, Map<String, String> seen) {
        String answer =
                switch (outcome) {
                    case Outcome.True _ -> "is true";
                    case Outcome.False _ -> "is false";
                    case Outcome.Unclear(String why) -> "is unclear, since " + why;
                };
        return "authority '%s' (%s) %s with %s"
                .formatted(rule.name(), rule.when().text(), answer, seen);
    }

    private Instant later() {
        return turn.now().plus(LATEST);
    }
}
