package dev.holdfast.detector.flow.stream;

/// Counters of one key.
///
/// @param sequence of the newest event on `holdfast.triggers`; the next is one more
/// @param arrivals number of the newest arrival that was kept
/// @param blocks number of the newest block
/// @param answered offset of the newest pack that was answered; -1 before the first
public record KeyState(long sequence, long arrivals, long blocks, long answered) {
    public static final KeyState FIRST = new KeyState(0, 0, 0, -1);

    KeyState said() {
        return new KeyState(sequence + 1, arrivals, blocks, answered);
    }

    KeyState arrived() {
        return new KeyState(sequence, arrivals + 1, blocks, answered);
    }

    KeyState sealed() {
        return new KeyState(sequence, arrivals, blocks + 1, answered);
    }

    KeyState answered(long offset) {
        return new KeyState(sequence, arrivals, blocks, offset);
    }
}
