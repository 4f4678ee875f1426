package dev.holdfast.notifier.io.http;

import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.notifier.domain.stream.Interest;
import dev.holdfast.notifier.domain.stream.Position;
import dev.holdfast.notifier.io.stream.StreamRoom;

import io.micronaut.buffer.netty.NettyByteBufferFactory;
import io.micronaut.core.io.buffer.ByteBuffer;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import reactor.core.publisher.Flux;

import java.util.Optional;

/// All events of all topics as Server-Sent Events: `data` is the envelope as JSON, `id` the position
/// in every partition, so a reader that comes back with `Last-Event-ID` misses nothing.
@Controller
final class EventsController {
    private final StreamRoom room;

    EventsController(StreamRoom room) {
        this.room = room;
    }

    @Get("/events")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    HttpResponse<Publisher<ByteBuffer<?>>> events(
            @QueryValue @Nullable String incident,
            @QueryValue @Nullable String scope,
            @QueryValue @Nullable String after,
            @Header("Last-Event-ID") @Nullable String last) {
        if (room.full()) {
            throw new Refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "%d readers are connected, no more are taken: put a proxy in front"
                            .formatted(room.readers()));
        }
        Optional<Position> from =
                Optional.ofNullable(last == null ? after : last).map(EventsController::position);
        Publisher<ByteBuffer<?>> frames =
                Flux.from(room.stream(new Interest(incident, scope), from))
                        .map(NettyByteBufferFactory.DEFAULT::wrap);
        return HttpResponse.ok(frames)
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                // A compressor would hold events back until it has enough of them.
                .header("Content-Encoding", "identity")
                .header("X-Accel-Buffering", "no");
    }

    private static Position position(String text) {
        return Position.read(text)
                .orElseThrow(() ->
                        new Refusal(
                                HttpStatus.BAD_REQUEST,
                                "'%s' is no event id of this stream: leave Last-Event-ID out to start with what comes"
                                        .formatted(text)));
    }
}
