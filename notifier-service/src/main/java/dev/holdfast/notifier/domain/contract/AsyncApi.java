package dev.holdfast.notifier.domain.contract;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Topic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The AsyncAPI 3 document of our topics and of the live stream over them.
public final class AsyncApi {
    private static final String VERSION = "3.0.0";

    private AsyncApi() {}

    /// @param base address of this service
    public static Map<String, Object> document(String base) {
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Map<String, Object> messages = new TreeMap<>();
        Map<String, Object> schemas = new TreeMap<>();
        EventTypes.all()
                .forEach((type, record) -> {
                    messages.put(type, message(type));
                    schemas.put(type, Schemas.of(record));
                });
        schemas.put("envelope", envelope());
        for (Topic topic : Topic.values()) {
            Class<? extends Event> family = topic.family();
            if (family != null) {
                channels.put(topic.title(), channel(topic, family));
                operations.put("read." + topic.title(), receive(topic.title()));
            }
        }
        channels.put("events", stream());
        operations.put("follow.events", receive("events"));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asyncapi", VERSION);
        document.put(
                "info",
                Map.of(
                        "title", "Holdfast",
                        "version", "1",
                        "description",
                                "CloudEvents 1.0.2 in Kafka's binary mode; the key is system/environment."));
        document.put("defaultContentType", "application/json");
        document.put("servers", servers(base));
        document.put("channels", channels);
        document.put("operations", operations);
        document.put("components", Map.of("messages", messages, "schemas", schemas));
        return document;
    }

    private static Map<String, Object> servers(String base) {
        String host = base.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return Map.of(
                "kafka", Map.of("host", "localhost:9092", "protocol", "kafka"),
                "stream",
                        Map.of(
                                "host",
                                host,
                                "protocol",
                                base.startsWith("https") ? "https" : "http"));
    }

    private static Map<String, Object> channel(Topic topic, Class<? extends Event> family) {
        Map<String, Object> messages = new TreeMap<>();
        EventTypes.all()
                .forEach((type, record) -> {
                    if (family.isAssignableFrom(record)) {
                        messages.put(type, reference("messages", type));
                    }
                });
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("address", topic.title());
        channel.put("servers", List.of(Map.of("$ref", "#/servers/kafka")));
        channel.put("messages", messages);
        channel.put(
                "bindings",
                Map.of(
                        "kafka",
                        Map.of(
                                "partitions",
                                topic.partitions(),
                                "topicConfiguration",
                                Map.of(
                                        "cleanup.policy",
                                        List.of(topic.compacted() ? "compact" : "delete"),
                                        "retention.ms",
                                        topic.compacted() ? -1 : topic.retention().toMillis()))));
        return channel;
    }

    /// Server-Sent Events: `data` is the envelope, `id` the position in every partition.
    private static Map<String, Object> stream() {
        return Map.of(
                "address",
                "/events",
                "description",
                "Server-Sent Events; come back with Last-Event-ID. Filters: incident, scope.",
                "servers",
                List.of(Map.of("$ref", "#/servers/stream")),
                "messages",
                Map.of(
                        "envelope",
                        Map.of(
                                "contentType",
                                "text/event-stream",
                                "payload",
                                reference("schemas", "envelope"))));
    }

    private static Map<String, Object> envelope() {
        Map<String, Object> text = Map.of("type", "string");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", text);
        properties.put("type", Map.of("enum", List.copyOf(EventTypes.all().keySet())));
        properties.put("scope", text);
        properties.put("time", Map.of("type", "string", "format", "date-time"));
        properties.put("sequence", Map.of("type", "integer"));
        properties.put("correlation", text);
        properties.put("causation", text);
        properties.put("data", Map.of("type", "object"));
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.copyOf(properties.keySet()));
    }

    private static Map<String, Object> receive(String channel) {
        return Map.of(
                "action",
                "receive",
                "channel",
                Map.of("$ref", "#/channels/" + channel.replace("/", "~1")));
    }

    private static Map<String, Object> message(String type) {
        return Map.of(
                "name",
                type,
                "contentType",
                "application/json",
                "payload",
                reference("schemas", type),
                "headers",
                Map.of(
                        "type",
                        "object",
                        "properties",
                        Map.of(
                                "ce_id", Map.of("type", "string"),
                                "ce_type", Map.of("const", type),
                                "ce_correlationid", Map.of("type", "string"),
                                "ce_sequence", Map.of("type", "string"))));
    }

    private static Map<String, Object> reference(String kind, String name) {
        return Map.of("$ref", "#/components/%s/%s".formatted(kind, name));
    }
}
