package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.notifier.domain.board.Views.Durations;
import dev.holdfast.notifier.domain.board.Views.Moment;
import dev.holdfast.notifier.domain.board.Views.Row;
import dev.holdfast.notifier.domain.board.Views.StageLine;
import dev.holdfast.notifier.domain.board.Views.SystemRow;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.Course;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns what is known into what is shown.
final class Rows {
    private static final List<Stage> RAIL =
            List.of(
                    Stage.DETECT,
                    Stage.DECIDE,
                    Stage.PLAN,
                    Stage.APPROVE,
                    Stage.ROLL_BACK,
                    Stage.VERIFY,
                    Stage.CLOSE);

    private Rows() {}

    static Row row(IncidentFile file) {
        Card card = file.card();
        Course c = card.course();
        return new Row(
                card.incident(),
                card.scope().key(),
                card.scope().drill() != null,
                card.title(),
                card.impact(),
                card.severity(),
                card.waiting().state(),
                card.waiting().sentence(),
                card.waiting().until(),
                card.action(),
                card.reason(),
                component(c),
                version(c.from()),
                version(c.to()),
                c.steps(),
                c.stepsDone(),
                c.eta(),
                card.openedAt(),
                c.overAt(),
                stages(file),
                durations(c),
                file.asked(),
                file.paused());
    }

    static SystemRow system(SystemFile file, List<IncidentFile> open) {
        List<String> unwell =
                file.checks().stream()
                        .filter(k -> k.verdict() != Verdict.PASSED)
                        .map(SystemFile.CheckLine::check)
                        .toList();
        boolean seen = !file.checks().isEmpty() || !file.releases().isEmpty();
        String health =
                !open.isEmpty()
                        ? "hurt"
                        : !unwell.isEmpty() || file.raisedTriggers() > 0
                                ? "unsure"
                                : seen ? "good" : "unknown";
        String why =
                switch (health) {
                    case "hurt" -> open.getFirst().card().title();
                    case "unsure" ->
                            unwell.isEmpty()
                                    ? "%d triggers raised".formatted(file.raisedTriggers())
                                    : "not passing: " + String.join(", ", unwell);
                    case "good" -> "no open incident";
                    default -> "nothing measured yet";
                };
        return new SystemRow(
                file.scope().key(),
                health,
                why,
                file.releases(),
                file.checks(),
                open.size(),
                file.raisedTriggers());
    }

    static List<Moment> moments(Course c) {
        return Stream.of(
                        moment("broken", c.brokenAt()),
                        moment("detected", c.detectedAt()),
                        moment("ordered", c.decidedAt()),
                        moment("rollback started", c.startedAt()),
                        moment("rolled back", c.completedAt()),
                        moment("verified", c.verifiedAt()),
                        moment("over", c.overAt()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Moment> moment(String what, @Nullable Instant at) {
        return at == null ? List.of() : List.of(new Moment(what, at));
    }

    private static List<StageLine> stages(IncidentFile file) {
        Map<Stage, List<Node>> byStage =
                file.nodes().stream()
                        .filter(n -> n.stage() != Stage.TELL)
                        .collect(
                                Collectors.groupingBy(
                                        Node::stage,
                                        () -> new EnumMap<>(Stage.class),
                                        Collectors.toList()));
        Stage reached = byStage.keySet().stream().max(Stage::compareTo).orElse(Stage.DETECT);
        List<StageLine> lines = new ArrayList<>();
        for (Stage stage : RAIL) {
            lines.add(
                    new StageLine(
                            stage, state(stage, reached, byStage.get(stage), file.card().over())));
        }
        return lines;
    }

    private static String state(
            Stage stage, Stage reached, @Nullable List<Node> nodes, boolean over) {
        if (nodes == null) {
            return over || stage.compareTo(reached) < 0 ? "skipped" : "todo";
        }
        boolean bad =
                stage != Stage.DETECT && stage != Stage.CLOSE && nodes.getLast().tone() == Tone.BAD;
        if (bad) {
            return "bad";
        }
        boolean busy = nodes.stream().anyMatch(n -> !n.done());
        return !over && (busy || stage == reached) ? "now" : "done";
    }

    private static Durations durations(Course c) {
        return new Durations(
                between(c.brokenAt(), c.detectedAt()),
                between(c.detectedAt(), c.decidedAt()),
                between(c.decidedAt(), c.completedAt()),
                between(c.completedAt(), c.verifiedAt()),
                between(c.brokenAt(), c.overAt()));
    }

    private static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null
                ? null
                : Math.max(0, Duration.between(from, to).toMillis());
    }

    private static @Nullable String component(Course c) {
        Release to = c.to();
        return to == null ? null : to.component();
    }

    private static @Nullable String version(@Nullable Release r) {
        return r == null ? null : r.version();
    }
}
