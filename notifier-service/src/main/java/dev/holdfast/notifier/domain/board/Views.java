package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What the console is shown, as JSON.
public final class Views {
    private Views() {}

    /// The first page.
    public record Now(
            Instant at,
            boolean complete,
            List<Row> open,
            List<Row> recent,
            List<SystemRow> systems,
            List<Entry> untold,
            @Nullable Halt halt) {}

    /// The kill switch, while it is thrown.
    public record Halt(String reach, String by, String reason, Instant at) {}

    /// One incident in a list.
    public record Row(
            String incident,
            String scope,
            boolean drill,
            String title,
            String impact,
            Severity severity,
            String state,
            String waitingFor,
            @Nullable Instant until,
            String action,
            String sentence,
            @Nullable String component,
            @Nullable String from,
            @Nullable String to,
            int steps,
            int stepsDone,
            @Nullable Instant eta,
            Instant openedAt,
            @Nullable Instant overAt,
            List<StageLine> stages,
            Durations durations,
            @Nullable ApprovalRequested approval,
            @Nullable Paused paused) {}

    /// A rollback that waits for a person.
    ///
    /// @param rollback its id
    /// @param step the one that cannot go on; empty when the whole was paused
    /// @param by who paused it; null when the rollback itself asks
    public record Paused(
            String rollback, String step, @Nullable String by, String reason, Instant until) {}

    /// How a stage stands: `done`, `now`, `bad`, `skipped` or `todo`.
    public record StageLine(Stage stage, String state) {}

    /// Milliseconds; null where that part has not ended.
    public record Durations(
            @Nullable Long detect,
            @Nullable Long decide,
            @Nullable Long rollBack,
            @Nullable Long verify,
            @Nullable Long total) {}

    /// @param health `good`, `hurt`, `unsure` or `unknown`
    public record SystemRow(
            String scope,
            String health,
            String why,
            List<SystemFile.ReleaseLine> releases,
            List<SystemFile.CheckLine> checks,
            int openIncidents,
            int raisedTriggers) {}

    /// One incident with everything.
    public record Detail(
            Row incident,
            List<Node> nodes,
            List<Entry> log,
            @Nullable TriggerWindow trigger,
            List<Moment> moments) {}

    /// A point in time worth a line in the chart.
    public record Moment(String what, Instant at) {}
}
