package dev.holdfast.detector.io.signals;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.io.kafka.IntakeTopics.Unreadable;
import dev.holdfast.detector.io.signals.CloudEventReader.Incoming;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// CloudEvents over HTTP in all three modes. 202 after Kafka has them, with whom they reached; 404
/// when no pack asks for any of them.
@Controller("/api/v1/signals")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SignalController {
    private final Door door;
    private final InstantSource clock;

    SignalController(Door door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    /// What became of the signals of one request.
    record Accepted(int accepted, List<String> reached) {}

    @Post
    @Consumes(MediaType.ALL)
    MutableHttpResponse<Accepted> take(
            HttpRequest<?> request, @Body byte @Nullable [] body, Caller caller) {
        caller.needs("ingest", "admin");
        try {
            List<Incoming> events =
                    read(request, body == null ? new byte[0] : body, clock.instant());
            List<String> reached = new ArrayList<>();
            int accepted = 0;
            for (Incoming event : events) {
                List<Scope> scopes = door.signalled(event.signal(), event.named());
                accepted += scopes.isEmpty() ? 0 : 1;
                scopes.stream()
                        .map(Scope::key)
                        .filter(k -> !reached.contains(k))
                        .forEach(reached::add);
            }
            if (accepted == 0) {
                throw new Refusal(
                        HttpStatus.NOT_FOUND,
                        "No active pack asks for this signal: name system/environment as its subject"
                                + " and see 'holdfast doctor' for what is known");
            }
            return HttpResponse.accepted().body(new Accepted(accepted, reached));
        } catch (Unreadable e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "No CloudEvent: " + e.getMessage());
        } catch (SampleLog.Unavailable e) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /// The events of one request, in any of the three modes.
    static List<Incoming> read(HttpRequest<?> request, byte[] body, Instant now) {
        String type = request.getContentType().map(MediaType::getName).orElse("");
        if (type.startsWith("application/cloudevents-batch")) {
            return CloudEventReader.batch(body, now);
        }
        if (request.getHeaders().contains("ce-id")) {
            return List.of(CloudEventReader.binary(attributes(request, type), body, now));
        }
        return List.of(CloudEventReader.structured(body, now));
    }

    private static Map<String, String> attributes(HttpRequest<?> request, String type) {
        Map<String, String> attributes = new TreeMap<>();
        request.getHeaders()
                .forEach((name, values) -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (lower.startsWith("ce-") && !values.isEmpty()) {
                        attributes.put(lower.substring(3), values.getFirst());
                    }
                });
        if (!type.isEmpty()) {
            attributes.put("datacontenttype", type);
        }
        return attributes;
    }
}
