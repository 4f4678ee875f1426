package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.incident.Question.Vote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What people answer. Who asked for a rollback does not approve it; a higher role may always stand
/// in for a lower one; an approval counts for exactly the plan that was asked about.
final class Approvals {
    /// How long the others of a stage have, once a no was overruled.
    private static final Duration OVERRULED = Duration.ofMinutes(15);

    private Approvals() {}

    static void approved(Turn turn, State.AwaitingApproval state, Happening.Approved said) {
        PlanReady plan = turn.plan;
        Decision decision = turn.decision;
        Optional<String> role = role(turn, state, said.by());
        if (role.isEmpty() || plan == null || decision == null) {
            return;
        }
        if (agreedAlready(state, said.by())) {
            turn.refuse(Refusal.Kind.CONFLICT, said.by().name() + " has agreed already");
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
        counted(turn, state, plan, vote);
    }

    /// Counts a vote; when its stage has enough of them the next is asked, and after the last it is
    /// ordered.
    private static void counted(
            Turn turn, State.AwaitingApproval state, PlanReady plan, Vote vote) {
        Decision decision = turn.decision;
        List<Vote> votes = Stream.concat(state.votes().stream(), Stream.of(vote)).toList();
        if (decision == null || votes.size() < state.question().needed()) {
            turn.enter(
                    new State.AwaitingApproval(
                            state.rollback(), state.question(), votes, state.deadline()));
            return;
        }
        Asking.answered(turn, plan, state, votes)
                .ifPresent(all -> {
                    turn.answered();
                    agreed(turn, decision, plan, all);
                    if (turn.state instanceof State.RollingBack || Grouped.committed(turn)) {
                        Asking.inform(turn, plan, state.question().stages());
                    }
                });
    }

    private static void agreed(Turn turn, Decision decision, PlanReady plan, List<Vote> votes) {
        Optional<Judgement.Hold> held = Judge.held(turn, decision, plan);
        if (held.isPresent()) {
            Orders.withhold(turn, decision, plan, held.get(), List.of(held.get().reason()));
            return;
        }
        List<String> people = votes.stream().map(Vote::toString).distinct().toList();
        turn.memory = turn.memory.allowedBy(votes.stream().map(Vote::role).distinct().toList());
        Orders.order(
                turn,
                plan,
                new Authority(null, people),
                "approved by %s. %s".formatted(String.join(", ", people), decision.sentence()));
    }

    /// A higher role overrules the no of a lower one, as long as nothing else was decided since.
    static void overruled(Turn turn, Happening.Approved said) {
        Memory.Denial denial = turn.memory.denial();
        if (denial == null || turn.running != null) {
            People.nothingAsked(turn);
            return;
        }
        boolean above =
                said.by().roles().stream().anyMatch(r -> turn.policy().above(r, denial.role()));
        if (!above) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "%s (%s) said no, and only a higher role may overrule that; %s has %s"
                            .formatted(
                                    denial.by(),
                                    denial.role(),
                                    said.by().name(),
                                    said.by().roles()));
            return;
        }
        turn.stoppedBy = null;
        turn.memory = turn.memory.denial(null);
        Question q = denial.question();
        approved(
                turn,
                new State.AwaitingApproval(
                        String.valueOf(turn.plan == null ? "" : turn.plan.rollback()),
                        q,
                        denial.votes(),
                        turn.now().plus(OVERRULED)),
                said);
    }

    static void denied(Turn turn, State.AwaitingApproval state, Happening.Denied said) {
        role(turn, state, said.by())
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
                    turn.memory =
                            turn.memory.denial(
                                    new Memory.Denial(
                                            state.question(),
                                            without(state.votes(), said.by()),
                                            said.by().name(),
                                            role));
                    turn.stoppedBy = said.by().name();
                    Course.escalate(
                            turn,
                            "denied by %s (%s): %s"
                                    .formatted(said.by().name(), role, said.reason()),
                            turn.ordered > 0,
                            List.of());
                });
    }

    /// Who says no has taken an earlier yes back.
    private static List<Vote> without(List<Vote> votes, Person person) {
        return votes.stream().filter(v -> !v.by().equals(person.name())).toList();
    }

    private static boolean agreedAlready(State.AwaitingApproval state, Person person) {
        Question q = state.question();
        return Stream.concat(
                        state.votes().stream(), q.others() ? q.agreed().stream() : Stream.empty())
                .anyMatch(v -> v.by().equals(person.name()));
    }

    /// The role in which this person may answer; empty after it was refused.
    private static Optional<String> role(Turn turn, State.AwaitingApproval state, Person person) {
        Question q = state.question();
        if (q.excluded().contains(person.name())) {
            turn.refuse(
                    Refusal.Kind.FORBIDDEN,
                    "%s asked for this rollback or deployed the release, so somebody else must agree"
                            .formatted(person.name()));
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
