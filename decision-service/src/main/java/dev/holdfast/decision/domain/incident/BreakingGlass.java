package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.policy.BreakGlass;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// One person orders the plan alone, in an emergency: the pack must name their role, and everybody
/// above is told at once. It passes over approvals, calendars and counts; never over the kill switch,
/// the mode observe, old news, or a rollback that is running.
final class BreakingGlass {
    private BreakingGlass() {}

    static void on(Turn turn, Happening.GlassBroken said) {
        PlanReady plan = turn.plan;
        Decision decision = turn.decision;
        boolean stands =
                turn.state instanceof State.AwaitingApproval
                        || turn.state instanceof State.Withheld
                        || (turn.state instanceof State.Escalated && turn.running == null);
        if (!turn.situation().upToDate()) {
            turn.refuse(
                    Refusal.Kind.NOT_READY,
                    "events from before the start of this service are still being read");
            return;
        }
        if (Grouped.committed(turn)) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "its group goes back already: " + Waiting.sentence(turn, turn.state));
            return;
        }
        if (!stands || plan == null || decision == null) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "the incident is %s: there is no plan that waits for people"
                            .formatted(turn.state.word()));
            return;
        }
        Optional<String> obstacle = obstacle(turn, said, plan);
        if (obstacle.isPresent()) {
            turn.refuse(Refusal.Kind.CONFLICT, obstacle.get());
            return;
        }
        String role = role(turn, said.by(), plan);
        if (role == null) {
            return;
        }
        order(turn, said, plan, role);
    }

    private static Optional<String> obstacle(
            Turn turn, Happening.GlassBroken said, PlanReady plan) {
        if (!plan.hash().equals(said.planHash())) {
            return Optional.of(
                    "the plan is %s: read it and name its hash as 'planHash'"
                            .formatted(plan.hash()));
        }
        Decision decision = turn.decision;
        return decision == null
                ? Optional.of("nothing is decided")
                : Judge.held(turn, decision, plan)
                        .filter(h -> h.cause() != State.Cause.LIMIT || turn.running != null)
                        .map(Judgement.Hold::reason);
    }

    private static @Nullable String role(Turn turn, Person by, PlanReady plan) {
        BreakGlass policy = turn.policy().breakGlass();
        if (policy == null) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "decisions.yml has no 'break-glass', so nobody may order alone");
            return null;
        }
        Optional<String> role = by.roles().stream().filter(policy.roles()::contains).findFirst();
        if (role.isEmpty()) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "'break-glass' of decisions.yml is for %s; %s has %s"
                            .formatted(policy.roles(), by.name(), by.roles()));
            return null;
        }
        if (Evidence.losesData(plan) && !policy.losesData()) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "this plan loses data, and 'break-glass' of decisions.yml does not say"
                            + " 'loses-data: true'");
            return null;
        }
        return role.get();
    }

    private static void order(Turn turn, Happening.GlassBroken said, PlanReady plan, String role) {
        String who = "%s (broke the glass as %s)".formatted(said.by().name(), role);
        turn.tell(
                new ApprovalGranted(
                        turn.id(),
                        Ids.request(plan.rollback(), 0, 0),
                        plan.hash(),
                        said.by().name(),
                        "break-glass " + role,
                        said.reason(),
                        turn.now()));
        List<String> roles = turn.policy().roles();
        List<String> above = roles.subList(0, Math.max(0, roles.indexOf(role)));
        turn.tell(
                new IncidentEscalated(
                        turn.id(),
                        turn.severity,
                        Math.max(1, roles.size()),
                        above.isEmpty() ? roles : above,
                        "%s and ordered alone to %s: %s"
                                .formatted(who, Sentences.would(turn, plan), said.reason()),
                        turn.now()));
        turn.answered();
        turn.stoppedBy = null;
        turn.memory = turn.memory.allowedBy(List.of(role));
        Orders.order(turn, plan, new Authority(null, List.of(who)), said.reason());
    }
}
