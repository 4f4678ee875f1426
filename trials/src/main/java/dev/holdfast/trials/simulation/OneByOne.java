package dev.holdfast.trials.simulation;

import dev.holdfast.executor.flow.Lookout;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Looks at one target after the other, in the one thread.
final class OneByOne implements Lookout {
    @Override
    public <T> List<T> all(List<Supplier<T>> looks, Duration budget, T late) {
        return looks.stream().map(Supplier::get).toList();
    }
}
