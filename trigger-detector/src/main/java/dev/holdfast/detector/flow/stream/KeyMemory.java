package dev.holdfast.detector.flow.stream;

import dev.holdfast.detector.domain.release.Standing;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the stream of one key has to know after a crash. All that is written while one arrival is
/// taken is kept together with what is said about it, or not at all.
public interface KeyMemory {

    /// Counters of the key; the first arrival finds none.
    Optional<KeyState> state();

    void put(KeyState state);

    /// The newest checkpoint, if there was one.
    Optional<Frozen> frozen();

    void put(Frozen frozen);

    /// Arrivals since the newest checkpoint, in their order.
    List<Arrival> arrivals();

    void keep(long number, Arrival arrival);

    /// Forgets all of them, once a checkpoint holds them.
    void forgetArrivals();

    /// Blocks of compressed samples, oldest first.
    List<byte[]> blocks();

    void addBlock(long number, long newest, byte[] block);

    /// Forgets blocks whose newest sample is older.
    void dropBlocksBefore(long time);

    boolean knowsSignal(String id);

    void rememberSignal(String id, long at);

    void forgetSignalsBefore(long time);

    /// What is known of each component's release, by component.
    Map<String, Standing> standings();

    void put(String component, Standing standing);
}
