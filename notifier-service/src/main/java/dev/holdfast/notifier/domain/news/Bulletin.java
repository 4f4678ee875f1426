package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;

import java.time.Instant;
import java.util.List;

/// News that belong to no incident.
public final class Bulletin {
    private Bulletin() {}

    /// The kill switch was thrown or lifted: everybody who reads P0 news must know.
    public static News halted(String id, Scope scope, HaltChanged e) {
        Words words =
                general(scope, Severity.P0, e.at())
                        .put(Word.STATUS, e.on() ? "stopped" : "released")
                        .put(
                                Word.TITLE,
                                "%s %s Holdfast for %s"
                                        .formatted(
                                                e.by(),
                                                e.on() ? "stopped" : "released",
                                                e.reach().equals("*") ? "everything" : e.reach()))
                        .put(Word.REASON, e.reason());
        return new News(
                id, scope, Occasion.KILL_SWITCH, null, Severity.P0, e.at(), words.all(), List.of());
    }

    /// A runbook could not work now: better known before it is needed.
    public static News notReady(String id, Scope scope, ReadinessChecked e) {
        Words words =
                general(scope, Severity.P2, e.at())
                        .put(Word.STATUS, "not ready")
                        .put(
                                Word.TITLE,
                                "Runbook %s of %s could not work now".formatted(e.runbook(), scope))
                        .put(Word.REASON, String.join("; ", e.reasons()));
        return new News(
                id, scope, Occasion.NOT_READY, null, Severity.P2, e.at(), words.all(), List.of());
    }

    /// A signal of this kind reminds people of a drill.
    public static final String DRILL_DUE = "drill.due";

    /// The schedule of a pack asks for a drill.
    public static News drillDue(String id, Scope scope, SignalAccepted e) {
        Words words =
                general(scope, Severity.P3, e.at())
                        .put(
                                Word.TITLE,
                                "Drill %s of %s is %s: %s"
                                        .formatted(
                                                said(e, "drill"),
                                                scope.system(),
                                                said(e, "state"),
                                                said(e, "day")))
                        .put(Word.STATUS, said(e, "state"))
                        .put(Word.REASON, said(e, "title"));
        return new News(
                id, scope, Occasion.DRILL_DUE, null, Severity.P3, e.at(), words.all(), List.of());
    }

    private static String said(SignalAccepted e, String name) {
        return e.attributes().getOrDefault(name, "?");
    }

    /// Somebody tries a channel.
    public static News test(Scope scope, String channel, String by, Instant now) {
        Words words =
                general(scope, Severity.P3, now)
                        .put(Word.TITLE, "A test of channel %s by %s".formatted(channel, by))
                        .put(Word.STATUS, "test");
        String id = EventId.of("test", scope, channel, by, now);
        return new News(id, scope, Occasion.TEST, null, Severity.P3, now, words.all(), List.of());
    }

    private static Words general(Scope scope, Severity severity, Instant at) {
        return new Words()
                .put(Word.SEVERITY, severity.name())
                .put(Word.SEVERITY_WORD, Spoken.severity(severity))
                .put(Word.SYSTEM, scope.system())
                .put(Word.ENVIRONMENT, scope.environment())
                .put(Word.AT, Spoken.time(at));
    }
}
