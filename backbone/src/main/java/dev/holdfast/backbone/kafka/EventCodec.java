package dev.holdfast.backbone.kafka;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Events in CloudEvents 1.0.2 binary mode for Kafka: attributes as `ce_` headers, data as JSON.
public final class EventCodec {
    private static final String SOURCE = "/holdfast/";

    private EventCodec() {}

    /// The partition of a scope, equal on all topics with as many partitions; what Kafka's own
    /// default partitioner answers for the key's bytes.
    public static int partition(Scope scope, int partitions) {
        byte[] key = scope.key().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /// @param service who writes it, for `ce_source`
    public static ProducerRecord<byte[], byte[]> encode(
            Topic topic, String service, Envelope<?> event) {
        RecordHeaders headers = new RecordHeaders();
        headers(service, event)
                .forEach((k, v) -> headers.add(k, v.getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                topic.title(),
                partition(event.scope(), topic.partitions()),
                event.time().toEpochMilli(),
                event.scope().key().getBytes(StandardCharsets.UTF_8),
                Json.bytes(event.data()),
                headers);
    }

    /// All headers of an event.
    public static Map<String, String> headers(String service, Envelope<?> event) {
        Map<String, String> h = new LinkedHashMap<>();
        h.put("ce_specversion", "1.0");
        h.put("ce_id", event.id());
        h.put("ce_source", SOURCE + service);
        h.put("ce_type", EventTypes.of(event.data()));
        h.put("ce_subject", event.scope().key());
        h.put("ce_time", event.time().toString());
        h.put("content-type", "application/json");
        h.put("ce_sequence", Long.toString(event.sequence()));
        put(h, "ce_correlationid", event.correlation());
        put(h, "ce_causationid", event.causation());
        put(h, "ce_packdigest", event.packDigest());
        put(h, "ce_traceparent", event.traceparent());
        put(h, "ce_drill", event.scope().drill());
        return h;
    }

    /// Throws [UnknownType] for an event type that this version does not know, [Unreadable] for what
    /// is no event of ours at all.
    public static Envelope<Event> decode(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String type = required(headers, "ce_type");
        Class<? extends Event> known =
                EventTypes.named(type).orElseThrow(() -> new UnknownType(type));
        try {
            return new Envelope<>(
                    required(headers, "ce_id"),
                    Scope.parse(required(headers, "ce_subject")),
                    Instant.parse(required(headers, "ce_time")),
                    Long.parseLong(required(headers, "ce_sequence")),
                    optional(headers, "ce_correlationid"),
                    optional(headers, "ce_causationid"),
                    optional(headers, "ce_packdigest"),
                    optional(headers, "ce_traceparent"),
                    Json.read(record.value(), known));
        } catch (DateTimeParseException | IllegalArgumentException | Json.Unreadable e) {
            throw new Unreadable("%s is not readable: %s".formatted(type, e.getMessage()), e);
        }
    }

    public static @Nullable String optional(Headers headers, String name) {
        Header h = headers.lastHeader(name);
        return h == null || h.value() == null
                ? null
                : new String(h.value(), StandardCharsets.UTF_8);
    }

    private static String required(Headers headers, String name) {
        String value = optional(headers, name);
        if (value == null) {
            throw new Unreadable("the header %s is missing".formatted(name), null);
        }
        return value;
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /// An event type of a later version.
    public static final class UnknownType extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownType(String type) {
            super("The event type %s is not known to this version".formatted(type));
        }
    }

    /// No event of ours.
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }
}
