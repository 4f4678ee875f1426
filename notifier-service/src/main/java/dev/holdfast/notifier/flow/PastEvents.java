package dev.holdfast.notifier.flow;

import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Position;

import java.util.function.Predicate;

/// Reads what is no longer in the live feed's ring.
public interface PastEvents {
    /// Offers every event from one position up to another, in the order of each partition, until
    /// `taker` answers false or all are read.
    void read(Position from, Position to, Predicate<Happening> taker);
}
