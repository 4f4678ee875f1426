package dev.holdfast.trials.simulation;

import dev.holdfast.detector.domain.release.Standing;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.stream.Frozen;
import dev.holdfast.detector.flow.stream.KeyMemory;
import dev.holdfast.detector.flow.stream.KeyState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The detector's stores of one key: what is in them survives the stream that wrote it.
final class DetectorMemory implements KeyMemory {
    private final SortedMap<Long, Arrival> arrivals = new TreeMap<>();
    private final SortedMap<Long, Block> blocks = new TreeMap<>();
    private final Map<String, Long> signals = new HashMap<>();
    private final Map<String, Standing> standings = new HashMap<>();
    private @Nullable KeyState state;
    private @Nullable Frozen frozen;

    @SuppressWarnings("ArrayRecordComponent") // opaque
    private record Block(long newest, byte[] bytes) {}

    /// What a transaction writes into, so that it can be thrown away.
    DetectorMemory copy() {
        DetectorMemory copy = new DetectorMemory();
        copy.arrivals.putAll(arrivals);
        copy.blocks.putAll(blocks);
        copy.signals.putAll(signals);
        copy.standings.putAll(standings);
        copy.state = state;
        copy.frozen = frozen;
        return copy;
    }

    @Override
    public Optional<KeyState> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public void put(KeyState next) {
        state = next;
    }

    @Override
    public Optional<Frozen> frozen() {
        return Optional.ofNullable(frozen);
    }

    @Override
    public void put(Frozen next) {
        frozen = next;
    }

    @Override
    public List<Arrival> arrivals() {
        return new ArrayList<>(arrivals.values());
    }

    @Override
    public void keep(long number, Arrival arrival) {
        arrivals.put(number, arrival);
    }

    @Override
    public void forgetArrivals() {
        arrivals.clear();
    }

    @Override
    public List<byte[]> blocks() {
        return blocks.values().stream().map(Block::bytes).toList();
    }

    @Override
    public void addBlock(long number, long newest, byte[] block) {
        blocks.put(number, new Block(newest, block));
    }

    @Override
    public void dropBlocksBefore(long time) {
        blocks.values().removeIf(b -> b.newest() < time);
    }

    @Override
    public boolean knowsSignal(String id) {
        return signals.containsKey(id);
    }

    @Override
    public void rememberSignal(String id, long at) {
        signals.put(id, at);
    }

    @Override
    public void forgetSignalsBefore(long time) {
        signals.values().removeIf(at -> at < time);
    }

    @Override
    public Map<String, Standing> standings() {
        return Map.copyOf(standings);
    }

    @Override
    public void put(String component, Standing standing) {
        standings.put(component, standing);
    }
}
