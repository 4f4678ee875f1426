package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.incident.Question.Vote;
import dev.holdfast.decision.domain.policy.Stage;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The questions that people are asked about a plan, stage by stage.
final class Asking {
    private Asking() {}

    /// Begins with the first stage that answers.
    static void begin(Turn turn, PlanReady plan, Judgement.Ask ask) {
        Question first =
                new Question(
                        "",
                        ask.rule(),
                        -1,
                        0,
                        List.of(),
                        0,
                        excluded(turn, plan, ask),
                        lost(plan),
                        ask.stages(),
                        ask.all(),
                        List.of());
        stage(turn, plan, first, first.next(), List.of());
    }

    /// Asks a stage that exists.
    private static void stage(Turn turn, PlanReady plan, Question q, int index, List<Vote> agreed) {
        Stage stage = q.stages().get(index);
        ask(turn, plan, q, index, 0, stage.roles(), agreed);
    }

    private static void ask(
            Turn turn,
            PlanReady plan,
            Question q,
            int index,
            int round,
            List<String> roles,
            List<Vote> agreed) {
        Stage stage = q.stages().get(index);
        String request = Ids.request(plan.rollback(), index, round);
        Instant deadline = turn.now().plus(stage.within());
        turn.answered();
        turn.tell(
                new ApprovalRequested(
                        turn.id(),
                        request,
                        plan.rollback(),
                        plan.hash(),
                        roles,
                        stage.number(),
                        question(stage.kind(), Sentences.would(turn, plan)),
                        q.dataLost(),
                        deadline,
                        turn.now()));
        Question next =
                new Question(
                        request,
                        q.rule(),
                        index,
                        round,
                        roles,
                        stage.number(),
                        q.excluded(),
                        q.dataLost(),
                        q.stages(),
                        q.all(),
                        agreed);
        turn.enter(new State.AwaitingApproval(plan.rollback(), next, List.of(), deadline));
    }

    private static String question(Stage.Kind kind, String would) {
        return switch (kind) {
            case ACKNOWLEDGE -> "Do you see it? We want to %s.".formatted(would);
            case CONFIRM -> "Is it necessary to %s?".formatted(would);
            case APPROVE, INFORM -> "May we %s?".formatted(would);
        };
    }

    /// A stage has answered. Whoever may speak for a later stage has answered that, too.
    ///
    /// @return all who agreed, once nobody else is to be asked; empty while somebody is
    static Optional<List<Vote>> answered(
            Turn turn, PlanReady plan, State.AwaitingApproval state, List<Vote> votes) {
        Question q = state.question();
        List<Vote> agreed = Stream.concat(q.agreed().stream(), votes.stream()).toList();
        if (!q.all()) {
            return Optional.of(agreed);
        }
        Question at = q;
        for (int i = at.next(); i < q.stages().size(); i = at.next()) {
            if (!spokenFor(turn, q.stages().get(i), agreed)) {
                stage(turn, plan, q, i, agreed);
                return Optional.empty();
            }
            at = skipped(q, i);
        }
        return Optional.of(agreed);
    }

    private static boolean spokenFor(Turn turn, Stage stage, List<Vote> agreed) {
        if (stage.others()) {
            return false;
        }
        return agreed.stream()
                        .filter(v ->
                                turn.policy()
                                        .answering(List.of(v.role()), stage.roles())
                                        .isPresent())
                        .map(Vote::by)
                        .distinct()
                        .count()
                >= stage.number();
    }

    private static Question skipped(Question q, int stage) {
        return new Question(
                q.request(),
                q.rule(),
                stage,
                0,
                q.roles(),
                q.needed(),
                q.excluded(),
                q.dataLost(),
                q.stages(),
                q.all(),
                q.agreed());
    }

    /// Nobody of the stage answered in time: it goes on without an acknowledgement, to the next of
    /// alternatives, or to the role above; where none is left, to the escalation.
    static void unanswered(Turn turn, State.AwaitingApproval state) {
        Question q = state.question();
        PlanReady plan = turn.plan;
        String why = "%s did not answer in time".formatted(Waiting.list(q.roles()));
        turn.tell(new ApprovalExpired(turn.id(), q.request(), why, turn.now()));
        turn.answered();
        boolean last = q.next() >= q.stages().size();
        boolean goesOn = !q.all() || q.kind() == Stage.Kind.ACKNOWLEDGE;
        if (plan != null && goesOn && !last) {
            Stage next = q.stages().get(q.next());
            escalated(turn, q.next() + 1, next.roles(), why);
            stage(turn, plan, q, q.next(), q.agreed());
            return;
        }
        Optional<List<String>> above =
                q.all() ? turn.policy().widened(q.roles()) : Optional.empty();
        if (plan != null && above.isPresent() && q.stage() < q.stages().size()) {
            escalated(turn, q.stage() + 2, above.get(), why);
            ask(turn, plan, q, q.stage(), q.round() + 1, above.get(), q.agreed());
        } else {
            Course.escalate(turn, q.stage() + 2, why, turn.ordered > 0, List.of());
        }
    }

    private static void escalated(Turn turn, int level, List<String> roles, String why) {
        turn.tell(new IncidentEscalated(turn.id(), turn.severity, level, roles, why, turn.now()));
    }

    /// Those who are only told, now that it is ordered.
    static void inform(Turn turn, PlanReady plan, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).kind() == Stage.Kind.INFORM) {
                escalated(
                        turn,
                        i + 1,
                        stages.get(i).roles(),
                        "for information: ordered to " + Sentences.would(turn, plan));
            }
        }
    }

    private static @Nullable String lost(PlanReady plan) {
        if (!Evidence.losesData(plan)) {
            return null;
        }
        return plan.dataLost() == null ? "data of a step" : plan.dataLost();
    }

    /// Who may not agree to a plan.
    static List<String> excluded(Turn turn, PlanReady plan, Judgement.Ask ask) {
        List<String> excluded = new ArrayList<>(turn.askedBy);
        excluded.addAll(Grouped.excluded(turn));
        if (ask.notDeployer()) {
            turn.entry(plan.from()).map(LedgerEntry::by).ifPresent(excluded::add);
        }
        return excluded;
    }
}
