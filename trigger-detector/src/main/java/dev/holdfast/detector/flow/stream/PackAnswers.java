package dev.holdfast.detector.flow.stream;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.detector.flow.samples.Arrival;

import java.time.Instant;
import java.util.List;

/// The stream of a key `system/*`: one answer to each offered version of the system's pack.
public final class PackAnswers {
    private static final String SERVICE = "trigger-detector";

    private final Scope scope;
    private final KeyMemory memory;

    public PackAnswers(Scope scope, KeyMemory memory) {
        this.scope = scope;
        this.memory = memory;
    }

    /// Answers once; every instance of the intake asks.
    public List<Envelope<TriggerEvent>> take(Arrival.PackAnswer answer) {
        KeyState state = memory.state().orElse(KeyState.FIRST);
        if (answer.offset() <= state.answered()) {
            return List.of();
        }
        KeyState next = state.answered(answer.offset()).said();
        memory.put(next);
        Instant at = Instant.ofEpochMilli(answer.at());
        TriggerEvent event =
                answer.problems().isEmpty()
                        ? new PackAccepted(SERVICE, answer.digest(), at)
                        : new PackRefused(SERVICE, answer.digest(), answer.problems(), at);
        String id = EventId.of(scope, "pack", SERVICE, answer.digest(), answer.offset());
        return List.of(
                new Envelope<>(
                        id, scope, at, next.sequence(), null, null, answer.digest(), null, event));
    }
}
