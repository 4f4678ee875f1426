package dev.holdfast.detector.io.signals;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.io.kafka.IntakeTopics.Unreadable;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// CloudEvents 1.0 as signals, in the structured, batched and binary modes.
///
/// The kind is the type without `dev.holdfast.` and version; attributes are the extension attributes
/// and the plain members of `data`. The subject names system/environment, or the end of the source.
final class CloudEventReader {
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_ATTRIBUTES = 64;
    private static final int MOST_TEXT = 4_096;
    private static final Set<String> KNOWN =
            Set.of(
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "subject",
                    "time",
                    "datacontenttype",
                    "dataschema",
                    "data",
                    "data_base64");

    private CloudEventReader() {}

    /// A signal with the scopes that its sender named.
    record Incoming(Arrival.Signal signal, List<Scope> named) {}

    /// One event in structured mode.
    static Incoming structured(byte[] json, Instant received) {
        return event(tree(json), received);
    }

    static List<Incoming> batch(byte[] json, Instant received) {
        JsonNode all = tree(json);
        if (!all.isArray() || all.size() > MOST_EVENTS) {
            throw wrong("a batch is a JSON array of at most %d events".formatted(MOST_EVENTS));
        }
        List<Incoming> events = new ArrayList<>();
        all.forEach(one -> events.add(event(one, received)));
        return events;
    }

    /// One event in binary mode.
    ///
    /// @param attributes context attributes by name, the protocol's prefix cut off
    static Incoming binary(
            Map<String, String> attributes, byte @Nullable [] data, Instant received) {
        var event = Json.mapper().createObjectNode();
        attributes.forEach(event::put);
        if (data != null && data.length > 0) {
            String type = attributes.getOrDefault("datacontenttype", "application/json");
            if (type.contains("json")) {
                event.set("data", tree(data));
            } else if (type.startsWith("text/")) {
                event.put("data", new String(data, StandardCharsets.UTF_8));
            }
        }
        return event(event, received);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return Json.read(json, JsonNode.class);
        } catch (Json.Unreadable e) {
            throw new Unreadable("no JSON: " + e.getMessage(), e);
        }
    }

    private static Incoming event(JsonNode e, Instant received) {
        if (e == null || !e.isObject()) {
            throw wrong("a CloudEvent is a JSON object");
        }
        if (!"1.0".equals(text(e, "specversion"))) {
            throw wrong("specversion is '%s', known is 1.0".formatted(text(e, "specversion")));
        }
        String id = required(e, "id");
        String source = required(e, "source");
        String kind = kind(required(e, "type"));
        Instant time = time(text(e, "time"), received);
        Arrival.Signal signal =
                new Arrival.Signal(
                        source + " " + id, kind, attributes(e, source), time.toEpochMilli());
        return new Incoming(signal, named(text(e, "subject"), source));
    }

    private static String kind(String type) {
        String brief = type.startsWith("dev.holdfast.") ? type.substring(13) : type;
        return brief.replaceFirst("\\.v\\d{1,3}$", "");
    }

    /// A time that lies ahead would push the key's clock; it counts as now.
    private static Instant time(@Nullable String text, Instant received) {
        if (text == null) {
            return received;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isAfter(received) ? received : time;
        } catch (DateTimeParseException e) {
            throw new Unreadable("time '%s' is no RFC 3339 time".formatted(text), e);
        }
    }

    private static Map<String, String> attributes(JsonNode e, String source) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("source", cut(source));
        e.properties()
                .forEach(p -> {
                    if (!KNOWN.contains(p.getKey())) {
                        put(attributes, p.getKey(), p.getValue());
                    }
                });
        JsonNode data = e.get("data");
        if (data != null && data.isObject()) {
            data.properties().forEach(p -> put(attributes, p.getKey(), p.getValue()));
        } else if (data != null) {
            put(attributes, "data", data);
        }
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, JsonNode value) {
        if (value.isValueNode() && !value.isNull() && attributes.size() < MOST_ATTRIBUTES) {
            attributes.put(cut(name), cut(value.asText()));
        }
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
    }

    private static List<Scope> named(@Nullable String subject, String source) {
        List<Scope> scopes = new ArrayList<>();
        if (subject != null) {
            scope(subject).ifPresent(scopes::add);
        }
        if (scopes.isEmpty()) {
            String[] parts = source.split("/");
            if (parts.length >= 2) {
                scope(parts[parts.length - 2] + "/" + parts[parts.length - 1])
                        .ifPresent(scopes::add);
            }
        }
        return scopes;
    }

    /// A scope that a sender may name: a drill's key is given by the way in, never by the sender.
    private static Optional<Scope> scope(String text) {
        try {
            return Optional.of(Scope.parse(text))
                    .filter(s -> s.drill() == null && !s.environment().equals("*"));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String required(JsonNode e, String name) {
        String value = text(e, name);
        if (value == null || value.isEmpty() || value.length() > MOST_TEXT) {
            throw wrong(
                    "attribute '%s' is missing, empty or longer than %d"
                            .formatted(name, MOST_TEXT));
        }
        return value;
    }

    private static @Nullable String text(JsonNode e, String name) {
        JsonNode value = e.get(name);
        return value == null || !value.isTextual() ? null : value.asText();
    }

    private static Unreadable wrong(String message) {
        return new Unreadable(message, new IllegalArgumentException(message));
    }
}
