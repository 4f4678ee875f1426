package dev.holdfast.detector.io.drills;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.detector.flow.intake.DrillDoor;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.io.kafka.Compressed;
import dev.holdfast.detector.io.kafka.IntakeTopics.Unreadable;
import dev.holdfast.detector.io.otlp.OtlpMapping;
import dev.holdfast.detector.io.signals.DrillEvents;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Drills over HTTP: CloudEvents with the extension `drill`, and OTLP under the drill's own path.
/// Only a token with the role `drill` may; one that may report real signals may not.
@Controller("/api/v1/drills")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DrillController {
    private static final String ROLE = "drill";
    private static final int MOST_BYTES = 8 << 20;

    private final DrillDoor door;
    private final InstantSource clock;

    DrillController(DrillDoor door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    @Post
    @Consumes(MediaType.ALL)
    MutableHttpResponse<Map<String, List<String>>> take(
            HttpRequest<?> request, @Body byte @Nullable [] body, Caller caller) {
        caller.needs(ROLE);
        List<String> reached =
                answered(() ->
                        DrillEvents.read(
                                        request, body == null ? new byte[0] : body, clock.instant())
                                .stream()
                                .map(e -> e.to(door).key())
                                .distinct()
                                .toList());
        return HttpResponse.accepted().body(Map.of("reached", reached));
    }

    @Post("/{system}/{environment}/{drill}/v1/metrics")
    @Consumes("application/x-protobuf")
    MutableHttpResponse<Map<String, String>> samples(
            @PathVariable String system,
            @PathVariable String environment,
            @PathVariable String drill,
            @Body byte[] body,
            @Header(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
            Caller caller) {
        caller.needs(ROLE);
        Scope key =
                answered(() -> {
                    try {
                        var reading =
                                OtlpMapping.read(Compressed.plain(body, encoding, MOST_BYTES));
                        return door.measured(
                                Scope.of(system, environment), drill, reading.measured());
                    } catch (Compressed.TooLarge | OtlpMapping.Unreadable | IOException e) {
                        throw new Unreadable(String.valueOf(e.getMessage()), e);
                    }
                });
        return HttpResponse.accepted().body(Map.of("reached", key.key()));
    }

    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (DrillDoor.Unknown e) {
            throw new Refusal(HttpStatus.NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (Unreadable | IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "Not taken: " + e.getMessage());
        } catch (SampleLog.Unavailable e) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
