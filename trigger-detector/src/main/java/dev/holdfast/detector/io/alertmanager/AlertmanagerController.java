package dev.holdfast.detector.io.alertmanager;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.samples.SampleLog;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;

/// Stands as an Alertmanager before any Prometheus (`/api/v2/alerts`), and as a webhook behind any
/// Alertmanager. 200 after Kafka has all of it; 400 when some alert is not valid, the others being
/// written; 503 when Kafka did not take it, so the sender comes again.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class AlertmanagerController {
    private final Door door;
    private final InstantSource clock;

    AlertmanagerController(Door door, InstantSource clock) {
        this.door = door;
        this.clock = clock;
    }

    @Post("/api/v2/alerts")
    MutableHttpResponse<?> alerts(@Body byte @Nullable [] body, Caller caller) {
        return take(body, caller, ForeignAlerts::api);
    }

    @Post("/api/v1/alertmanager")
    MutableHttpResponse<?> webhook(@Body byte @Nullable [] body, Caller caller) {
        return take(body, caller, ForeignAlerts::webhook);
    }

    private MutableHttpResponse<?> take(
            byte @Nullable [] body,
            Caller caller,
            BiFunction<byte[], Instant, ForeignAlerts.Posted> read) {
        caller.needs("ingest", "admin");
        try {
            byte[] json = body == null ? new byte[0] : body;
            ForeignAlerts.Posted posted = read.apply(json, clock.instant());
            door.measured(posted.measured());
            if (!posted.problems().isEmpty()) {
                throw new Refusal(
                        HttpStatus.BAD_REQUEST,
                        "%d alerts were not taken: %s"
                                .formatted(
                                        posted.problems().size(),
                                        String.join("; ", posted.problems())));
            }
            return HttpResponse.ok();
        } catch (ForeignAlerts.Unreadable e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "Not taken: " + e.getMessage());
        } catch (SampleLog.Unavailable e) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
