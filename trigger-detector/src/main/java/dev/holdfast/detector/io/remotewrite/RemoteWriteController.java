package dev.holdfast.detector.io.remotewrite;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.samples.SampleLog;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Remote write 1.0 and 2.0. The status codes are the protocol's, since a sender acts by them:
///
/// | code | when | the sender |
/// |---|---|---|
/// | 204 | Kafka has all of it | goes on |
/// | 400 | no such message; or some of it was not taken and the rest was written | drops it |
/// | 413 | larger than allowed, packed or unpacked | drops it |
/// | 415 | another message or another compression | drops it, or tries 1.0 |
/// | 503 | Kafka did not take it | sends it again |
@Controller("/api/v1/write")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RemoteWriteController {
    private static final int MOST_BYTES = 32 << 20;
    private static final String FIRST = "prometheus.WriteRequest";
    private static final String SECOND = "io.prometheus.write.v2.Request";
    private static final String WRITTEN = "X-Prometheus-Remote-Write-%s-Written";

    private final Door door;

    RemoteWriteController(Door door) {
        this.door = door;
    }

    @Post
    @Consumes(MediaType.ALL)
    MutableHttpResponse<?> take(
            HttpRequest<?> request,
            @Body byte @Nullable [] body,
            @Header(PackedAsSent.HEADER) @Nullable String packed,
            Caller caller) {
        caller.needs("ingest", "admin");
        boolean second = second(request);
        if (packed == null) {
            throw new Refusal(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding must be snappy, in its block format");
        }
        try {
            byte[] sent = body == null ? new byte[0] : body;
            RemoteWriteReading reading =
                    RemoteWriteReader.read(SnappyBlock.plain(sent, MOST_BYTES), second);
            door.measured(reading.measured());
            if (reading.rejected() > 0) {
                return told(
                        HttpResponse.badRequest(
                                "%d samples were not taken (%s); %d were written\n"
                                        .formatted(
                                                reading.rejected(),
                                                reading.reason(),
                                                reading.samples())),
                        reading);
            }
            return told(HttpResponse.noContent(), reading);
        } catch (SnappyBlock.TooLarge e) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (SnappyBlock.Broken e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "No snappy block: " + e.getMessage());
        } catch (RemoteWriteReader.Unreadable e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "Not taken: " + e.getMessage());
        } catch (SampleLog.Refused e) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (SampleLog.Unavailable e) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static MutableHttpResponse<?> told(
            MutableHttpResponse<?> answer, RemoteWriteReading reading) {
        return answer.header(WRITTEN.formatted("Samples"), Long.toString(reading.samples()))
                .header(WRITTEN.formatted("Histograms"), "0")
                .header(WRITTEN.formatted("Exemplars"), "0");
    }

    private static boolean second(HttpRequest<?> request) {
        MediaType type = request.getContentType().orElse(null);
        String name = type == null ? "" : type.getName().toLowerCase(Locale.ROOT);
        String message = type == null ? "" : type.getParameters().get("proto").orElse(FIRST);
        boolean known = message.equals(FIRST) || message.equals(SECOND);
        if (!name.equals("application/x-protobuf") || !known) {
            throw new Refusal(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type is '%s', known is application/x-protobuf with proto=%s or proto=%s"
                            .formatted(type, FIRST, SECOND));
        }
        return message.equals(SECOND);
    }
}
