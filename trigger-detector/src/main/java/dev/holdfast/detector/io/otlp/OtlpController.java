package dev.holdfast.detector.io.otlp;

import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.io.kafka.Compressed;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// OTLP over HTTP, protobuf: answered after Kafka has it. What we do not take is named in the
/// partial success, as the protocol wants it.
@Controller("/v1/metrics")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OtlpController {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final int MOST_BYTES = 32 << 20;

    private final Door door;

    OtlpController(Door door) {
        this.door = door;
    }

    @Post
    @Consumes(PROTOBUF)
    @Produces(PROTOBUF)
    MutableHttpResponse<byte[]> take(
            @Body byte[] body,
            @Header(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
            Caller caller) {
        caller.needs("ingest", "admin");
        try {
            OtlpReading reading = OtlpMapping.read(Compressed.plain(body, encoding, MOST_BYTES));
            door.measured(reading.measured());
            return HttpResponse.ok(answer(reading).toByteArray());
        } catch (Compressed.TooLarge e) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, e.getMessage());
        } catch (OtlpMapping.Unreadable | IOException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "Not taken: " + e.getMessage());
        } catch (SampleLog.Refused e) {
            throw new Refusal(HttpStatus.REQUEST_ENTITY_TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (SampleLog.Unavailable e) {
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static ExportMetricsServiceResponse answer(OtlpReading reading) {
        ExportMetricsServiceResponse.Builder answer = ExportMetricsServiceResponse.newBuilder();
        if (reading.rejected() > 0) {
            answer.setPartialSuccess(
                    ExportMetricsPartialSuccess.newBuilder()
                            .setRejectedDataPoints(reading.rejected())
                            .setErrorMessage(reading.reason()));
        }
        return answer.build();
    }
}
