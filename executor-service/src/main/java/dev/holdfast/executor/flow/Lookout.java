package dev.holdfast.executor.flow;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Looks at many targets at once, within one budget of time.
public interface Lookout {
    /// The answers in order; `late` stands in for one that did not come in time.
    <T> List<T> all(List<Supplier<T>> looks, Duration budget, T late);
}
