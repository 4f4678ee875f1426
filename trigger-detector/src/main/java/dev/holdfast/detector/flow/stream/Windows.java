package dev.holdfast.detector.flow.stream;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.engine.Engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The keys and partitions that this instance holds now: for queries, ticks and scrapes.
/// The stream writes it, anybody reads it. Who lets go takes away only what is still its own.
public final class Windows {
    private final Map<Scope, KeyStream> streams = new ConcurrentHashMap<>();
    private final Map<Integer, Object> partitions = new ConcurrentHashMap<>();

    public void hold(int partition, Object owner) {
        partitions.put(partition, owner);
    }

    public void hold(KeyStream stream) {
        streams.put(stream.scope(), stream);
    }

    /// Another instance, or another thread, may hold the partition from now on.
    public void release(int partition, Object owner, Collection<KeyStream> held) {
        partitions.remove(partition, owner);
        held.forEach(stream -> streams.remove(stream.scope(), stream));
    }

    /// Nobody holds the key from now on.
    public void release(KeyStream stream) {
        streams.remove(stream.scope(), stream);
    }

    /// The drills whose keys are held here, with the digest of the pack as it is in its lab.
    public Map<Scope, String> drills() {
        Map<Scope, String> drills = new HashMap<>();
        streams.forEach((scope, stream) -> {
            if (scope.drill() != null && !stream.digest().isEmpty()) {
                drills.put(scope, stream.digest());
            }
        });
        return drills;
    }

    /// The engine of a key, if it is held here.
    public Optional<Engine> engine(Scope scope) {
        return Optional.ofNullable(streams.get(scope)).map(KeyStream::engine);
    }

    public List<Engine> engines() {
        return streams.values().stream().map(KeyStream::engine).toList();
    }

    public List<Integer> partitions() {
        return List.copyOf(partitions.keySet());
    }
}
