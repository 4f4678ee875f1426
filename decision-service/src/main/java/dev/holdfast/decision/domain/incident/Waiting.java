package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.pack.Durations;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What a state waits for, as a sentence for people.
final class Waiting {
    private Waiting() {}

    static String sentence(Turn turn, State state) {
        String silent =
                turn.triggers.unknown(turn.now(), turn.policy().signalsStand()).stream()
                        .map(s -> s.trigger().rule())
                        .distinct()
                        .collect(Collectors.joining(", "));
        String sentence = plain(turn, state);
        return silent.isEmpty() || state.ended()
                ? sentence
                : sentence + " (unknown, since not restated for 90s: " + silent + ")";
    }

    private static String plain(Turn turn, State state) {
        return switch (state) {
            case State.Assessing _ -> "what the assessment measures";
            case State.PutOff p when p.over() -> "one more statement of the trigger";
            case State.Fixing f -> "%s, who repairs it until %s".formatted(f.by(), f.until());
            case State.Scheduled s ->
                    "its time (%s) at %s; abort cancels it".formatted(s.words(), s.at());
            case State.Watching w ->
                    "%s to clear by itself within %s"
                            .formatted(
                                    rules(turn),
                                    Durations.show(Duration.between(w.since(), w.until())));
            case State.Planning p -> "the plan of runbook '%s'".formatted(p.runbook());
            case State.AwaitingApproval a ->
                    "%d of %d approvals by %s"
                            .formatted(
                                    a.question().needed() - a.votes().size(),
                                    a.question().needed(),
                                    list(a.question().roles()));
            case State.RollingBack r ->
                    r.started() ? "the rollback to be done" : "the executor to begin";
            case State.Verifying v -> "the verdict of stage '%s'".formatted(v.stage());
            case State.Holding h ->
                    h.over()
                            ? "%s to be measured clear".formatted(rules(turn))
                            : "%s of quiet"
                                    .formatted(
                                            Durations.show(Duration.between(h.since(), h.until())));
            case State.Escalated e ->
                    e.roles().isEmpty()
                            ? e.reason()
                            : "%s: %s".formatted(list(e.roles()), e.reason());
            case State.Withheld w -> w.reason();
            case State.Resolved r -> r.how();
            case State.Closed c -> c.why();
        };
    }

    private static String rules(Turn turn) {
        List<String> rules = turn.triggers.rules();
        return rules.isEmpty() ? "nothing" : String.join(", ", rules);
    }

    static String list(List<String> roles) {
        return String.join(" or ", roles);
    }
}
