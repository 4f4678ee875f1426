package dev.holdfast.cli.output;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.http.EventFeed.Event;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/// One sentence for each event.
public final class Story {
    private Story() {}

    /// What happened, for a person who follows along. Unknown events are told by their name.
    public static String of(Event e) {
        return switch (e.type()) {
            case "trigger.raised" ->
                    "%s: %s"
                            .formatted(
                                    e.data().path("trigger").path("rule").asText(),
                                    summary(e.data().path("trigger")));
            case "trigger.updated" ->
                    "%s is still true".formatted(e.data().path("trigger").path("rule").asText());
            case "trigger.cleared" ->
                    "%s is over: %s"
                            .formatted(
                                    e.data().path("trigger").path("rule").asText(),
                                    e.text("reason"));
            case "signal.accepted" ->
                    "%s %s %s"
                            .formatted(
                                    e.text("kind"),
                                    e.data().path("attributes").path("component").asText(""),
                                    e.data().path("attributes").path("release").asText(""))
                            .strip();
            case "incident.opened" ->
                    "%s %s: %s".formatted(e.text("severity"), e.text("incident"), e.text("title"));
            case "incident.updated" -> "%s: %s".formatted(e.text("state"), e.text("waitingFor"));
            case "incident.escalated" -> "escalated: " + e.text("reason");
            case "incident.withheld" ->
                    "withheld: %s (would: %s)".formatted(e.text("reason"), e.text("would"));
            case "incident.resolved" -> "resolved: " + e.text("resolution");
            case "incident.closed" -> "closed: " + e.text("reason");
            case "decision.made" -> e.text("sentence");
            case "rollback.proposed" ->
                    "runbook %s to %s is planned"
                            .formatted(e.text("runbook"), release(e.data().path("to")));
            default -> more(e);
        };
    }

    private static String more(Event e) {
        return switch (e.type()) {
            case "plan.ready" ->
                    "%d steps to %s, downtime %s, %s"
                            .formatted(
                                    e.data().path("steps").size(),
                                    release(e.data().path("to")),
                                    span(e.text("downtime")),
                                    e.text("dataLost").isEmpty()
                                            ? "no data is lost"
                                            : "lost: " + e.text("dataLost"));
            case "plan.refused" -> "cannot be done: " + Column.at(e.data(), "reasons");
            case "order.refused" ->
                    "order refused (%s): %s".formatted(e.text("kind"), e.text("reason"));
            case "approval.requested" -> e.text("question");
            case "approval.granted" ->
                    "approved by %s (%s)".formatted(e.text("by"), e.text("role"));
            case "approval.denied" -> "denied by %s: %s".formatted(e.text("by"), e.text("reason"));
            case "approval.expired" -> "nobody answered: " + e.text("reason");
            case "rollback.ordered" ->
                    "%s is ordered, not after %s"
                            .formatted(
                                    release(e.data().path("to")),
                                    Moments.clock(e.text("notAfter")));
            case "rollback.started" -> "started, %s steps".formatted(e.text("steps"));
            case "rollback.completed" -> "%s is back".formatted(release(e.data().path("to")));
            case "rollback.failed" ->
                    "failed at %s: %s".formatted(e.text("step"), e.text("reason"));
            case "rollback.aborted" ->
                    "aborted by %s: %s".formatted(e.text("by"), e.text("reason"));
            case "step.started" -> "%s: %s".formatted(e.text("step"), e.text("does"));
            case "step.finished" -> "%s done in %s".formatted(e.text("step"), span(e.text("took")));
            case "step.failed" -> "%s failed: %s".formatted(e.text("step"), e.text("reason"));
            case "check.finished" ->
                    "%s %s: %s"
                            .formatted(
                                    e.text("check"),
                                    e.text("verdict").toLowerCase(java.util.Locale.ROOT),
                                    e.text("finding"));
            case "verification.passed", "verification.failed", "verification.inconclusive" ->
                    e.text("summary");
            default -> last(e);
        };
    }

    private static String last(Event e) {
        return switch (e.type()) {
            case "verification.requested" -> "is it healed? stage " + e.text("stage");
            case "standing.check.finished" -> "%s %s".formatted(e.text("check"), e.text("finding"));
            case "snapshot.taken" -> "snapshot " + e.text("snapshot");
            case "release.deployed" ->
                    "%s is deployed".formatted(release(e.data().path("release")));
            case "release.held" -> "%s has held".formatted(release(e.data().path("release")));
            case "release.failed" -> "%s has failed".formatted(release(e.data().path("release")));
            case "pack.accepted" -> "pack accepted by %s".formatted(e.text("service"));
            case "pack.refused" -> "pack refused by %s".formatted(e.text("service"));
            case "pack.activated" -> "pack %s is current".formatted(e.text("pack"));
            case "notice.sent" ->
                    "%s told: %s".formatted(e.text("channel"), firstLine(e.text("text")));
            case "notice.failed" ->
                    "%s not told: %s".formatted(e.text("channel"), e.text("reason"));
            case "halt.changed" ->
                    "kill switch %s for %s by %s: %s"
                            .formatted(
                                    e.data().path("on").asBoolean() ? "ON" : "off",
                                    e.text("reach"),
                                    e.text("by"),
                                    e.text("reason"));
            default -> "";
        };
    }

    private static String summary(JsonNode trigger) {
        String summary = trigger.path("annotations").path("summary").asText("");
        return summary.isEmpty()
                ? "%s is %s"
                        .formatted(
                                trigger.path("expression").asText("?"),
                                trigger.path("value").asText("?"))
                : summary;
    }

    /// `backend 1.5.0`.
    public static String release(JsonNode release) {
        return "%s %s"
                .formatted(release.path("component").asText(""), release.path("version").asText(""))
                .strip();
    }

    private static String span(String iso) {
        try {
            return Moments.span(Duration.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
