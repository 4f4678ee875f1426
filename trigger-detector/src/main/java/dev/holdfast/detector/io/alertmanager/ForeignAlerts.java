package dev.holdfast.detector.io.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.intake.Measured;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Alerts of others as series, so that a rule decides what they mean here:
///
/// - `holdfast_alert{…}`, the alert's own labels, is 1 while its sender says it fires and 0 when it says
///   that it is resolved, at the time at which it was told;
/// - `holdfast_alert_ends_seconds{…}` is when it ends if its sender says nothing more.
///
/// A sender that falls silent says neither, so what it raised is held, not cleared.
final class ForeignAlerts {
    static final String SERIES = "holdfast_alert";
    static final String ENDS = "holdfast_alert_ends_seconds";
    private static final int MOST_ALERTS = 10_000;
    private static final int MOST_LABELS = 64;
    private static final int MOST_TEXT = 4_096;

    private final long now;
    private final List<Measured> measured = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ForeignAlerts(Instant now) {
        this.now = now.toEpochMilli();
    }

    /// What one request says.
    ///
    /// @param problems of alerts that were passed over, one each
    record Posted(List<Measured> measured, List<String> problems) {
        Posted {
            measured = List.copyOf(measured);
            problems = List.copyOf(problems);
        }
    }

    /// A body that is not what it should be.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /// The body of `POST /api/v2/alerts`.
    ///
    /// @throws Unreadable where it is no list of alerts
    static Posted api(byte[] json, Instant now) {
        return new ForeignAlerts(now).all(tree(json), "alerts");
    }

    /// The body of a webhook, version 4.
    ///
    /// @throws Unreadable where it is no such body
    static Posted webhook(byte[] json, Instant now) {
        JsonNode body = tree(json);
        if (!body.path("version").asText().equals("4")) {
            throw new Unreadable("version is %s, known is \"4\"".formatted(body.path("version")));
        }
        return new ForeignAlerts(now).all(body.path("alerts"), "its member alerts");
    }

    private static JsonNode tree(byte[] json) {
        try {
            JsonNode tree = Json.read(json, JsonNode.class);
            if (tree == null) {
                throw new Unreadable("the body is empty");
            }
            return tree;
        } catch (Json.Unreadable e) {
            throw new Unreadable("no JSON: " + e.getMessage());
        }
    }

    private Posted all(JsonNode alerts, String what) {
        if (!alerts.isArray() || alerts.size() > MOST_ALERTS) {
            throw new Unreadable(
                    "%s must be a list of at most %d alerts".formatted(what, MOST_ALERTS));
        }
        for (JsonNode alert : alerts) {
            try {
                add(alert);
            } catch (Unreadable e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new Posted(measured, problems);
    }

    private void add(JsonNode alert) {
        var labels = new TreeMap<String, String>();
        JsonNode given = alert.path("labels");
        if (!given.isObject() || given.size() > MOST_LABELS) {
            throw new Unreadable("an alert needs labels, at most %d".formatted(MOST_LABELS));
        }
        given.properties().forEach(label -> label(labels, label.getKey(), label.getValue()));
        if (labels.values().stream().allMatch(String::isEmpty)) {
            throw new Unreadable("invalid label set: at least one label with a value is needed");
        }
        Instant starts = time(alert, "startsAt");
        Instant ends = time(alert, "endsAt");
        if (starts != null && ends != null && ends.isBefore(starts)) {
            throw new Unreadable("start time must be before end time");
        }
        boolean resolved =
                alert.path("status").asText().equals("resolved")
                        || (ends != null && ends.toEpochMilli() <= now);
        add(labels, SERIES, resolved ? 0 : 1);
        if (!resolved && ends != null) {
            add(labels, ENDS, ends.toEpochMilli() / 1000.0);
        }
    }

    private static void label(Map<String, String> labels, String name, JsonNode value) {
        boolean fits =
                !name.isEmpty()
                        && !name.equals(Labels.NAME)
                        && value.isTextual()
                        && name.length() <= MOST_TEXT
                        && value.asText().length() <= MOST_TEXT;
        if (!fits) {
            throw new Unreadable(
                    "invalid label: %s=%s".formatted(cut(name), cut(value.toString())));
        }
        labels.put(name, value.asText());
    }

    private static String cut(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private void add(Map<String, String> labels, String name, double value) {
        var all = new TreeMap<>(labels);
        all.put(Labels.NAME, name);
        measured.add(Measured.of(SeriesSamples.one(Labels.of(all), now, value)));
    }

    /// Nothing where it is left out, or Go's zero.
    private static @Nullable Instant time(JsonNode alert, String name) {
        String text = alert.path(name).asText("");
        if (text.isEmpty() || text.startsWith("0001-01-01T00:00:00")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Unreadable("%s '%s' is no RFC 3339 time".formatted(name, cut(text)));
        }
    }
}
