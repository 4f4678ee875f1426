package dev.holdfast.notifier.io.http;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.notifier.domain.stream.Filter;
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

import java.util.Map;
import java.util.Optional;

/// All events of all topics as Server-Sent Events: `data` is the envelope as JSON, `id` the position
/// in every partition, so a reader that comes back with `Last-Event-ID` misses nothing. With a token
/// it shows the systems in which its owner has a role.
@Controller
final class EventsController {
    private final StreamRoom room;
    private final Access access;

    EventsController(StreamRoom room, Access access) {
        this.room = room;
        this.access = access;
    }

    @Get("/events")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    HttpResponse<Publisher<ByteBuffer<?>>> events(
            @QueryValue @Nullable String incident,
            @QueryValue @Nullable String scope,
            @QueryValue @Nullable String filter,
            @QueryValue @Nullable String after,
            @Header("Last-Event-ID") @Nullable String last,
            @Nullable Caller caller) {
        if (room.full()) {
            throw new Refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "%d readers are connected, no more are taken: put a proxy in front"
                            .formatted(room.readers()));
        }
        Optional<Position> from =
                Optional.ofNullable(last == null ? after : last).map(EventsController::position);
        Interest interest = new Interest(incident, scope, access.readable(caller), filter(filter));
        Publisher<ByteBuffer<?>> frames =
                Flux.from(room.stream(interest, from)).map(NettyByteBufferFactory.DEFAULT::wrap);
        return HttpResponse.ok(frames)
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header("Cache-Control", "no-store")
                // A compressor would hold events back until it has enough of them.
                .header("Content-Encoding", "identity")
                .header("X-Accel-Buffering", "no");
    }

    private static Filter filter(@Nullable String text) {
        try {
            return text == null ? Filter.NONE : Filter.compile(text, EventsController::fields);
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> fields(Event event) {
        return Json.mapper().convertValue(event, new TypeReference<Map<String, Object>>() {});
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
