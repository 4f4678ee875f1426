package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.incident.Question.Vote;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What people answer. Who asked for a rollback does not approve it; a higher role may always stand
/// in for a lower one; an approval counts for exactly the plan that was asked about.
final class Approvals {
    private Approvals() {}

    static void approved(Turn turn, State.AwaitingApproval state, Happening.Approved said) {
        PlanReady plan = turn.plan;
        Decision decision = turn.decision;
        Optional<String> role = role(turn, state.question(), said.by());
        if (role.isEmpty() || plan == null || decision == null) {
            return;
        }
        if (said.planHash() == null) {
            turn.refuse(Refusal.Kind.INVALID, "name the plan you have read as 'planHash'");
            return;
        }
        if (!said.planHash().equals(plan.hash())) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "the plan that is asked about is %s, not %s: read it and approve again"
                            .formatted(plan.hash(), said.planHash()));
            return;
        }
        if (!turn.situation().upToDate()) {
            turn.refuse(
                    Refusal.Kind.NOT_READY,
                    "events from before the start of this service are still being read");
            return;
        }
        if (turn.fresh().isEmpty()) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "no trigger was restated within 90s, and nothing acts on old news; ask for a"
                            + " rollback by hand if it is still needed");
            return;
        }
        Vote vote = new Vote(said.by().name(), role.get());
        turn.tell(
                new ApprovalGranted(
                        turn.id(),
                        state.question().request(),
                        plan.hash(),
                        vote.by(),
                        vote.role(),
                        said.reason(),
                        turn.now()));
        List<Vote> votes = Stream.concat(state.votes().stream(), Stream.of(vote)).toList();
        if (votes.size() < state.question().needed()) {
            turn.enter(
                    new State.AwaitingApproval(
                            state.rollback(), state.question(), votes, state.deadline()));
            return;
        }
        turn.answered();
        agreed(turn, decision, plan, votes);
    }

    private static void agreed(Turn turn, Decision decision, PlanReady plan, List<Vote> votes) {
        Optional<Judgement.Hold> held = Judge.held(turn, decision, plan);
        if (held.isPresent()) {
            Orders.withhold(turn, decision, plan, held.get(), List.of(held.get().reason()));
            return;
        }
        List<String> people = votes.stream().map(Vote::toString).toList();
        Orders.order(
                turn,
                plan,
                new Authority(null, people),
                "approved by %s. %s".formatted(String.join(", ", people), decision.sentence()));
    }

    static void denied(Turn turn, State.AwaitingApproval state, Happening.Denied said) {
        role(turn, state.question(), said.by())
                .ifPresent(role -> {
                    turn.tell(
                            new ApprovalDenied(
                                    turn.id(),
                                    state.question().request(),
                                    said.by().name(),
                                    role,
                                    said.reason(),
                                    turn.now()));
                    turn.answered();
                    turn.stoppedBy = said.by().name();
                    Course.escalate(
                            turn,
                            "denied by %s (%s): %s"
                                    .formatted(said.by().name(), role, said.reason()),
                            turn.ordered > 0,
                            List.of());
                });
    }

    /// The role in which this person may answer; empty after it was refused.
    private static Optional<String> role(Turn turn, Question q, Person person) {
        if (q.excluded().contains(person.name())) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "%s asked for this rollback or deployed the release, so somebody else must agree"
                            .formatted(person.name()));
            return Optional.empty();
        }
        boolean again =
                turn.state instanceof State.AwaitingApproval a
                        && a.votes().stream().anyMatch(v -> v.by().equals(person.name()));
        if (again) {
            turn.refuse(Refusal.Kind.CONFLICT, person.name() + " has agreed already");
            return Optional.empty();
        }
        Optional<String> role = turn.policy().answering(person.roles(), q.roles());
        if (role.isEmpty()) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "%s is asked, or a higher role; %s has %s"
                            .formatted(
                                    Waiting.list(q.roles()),
                                    person.name(),
                                    person.roles().isEmpty() ? "no role" : person.roles()));
        }
        return role;
    }
}
