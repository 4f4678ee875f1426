package dev.holdfast.detector.flow.samples;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A log in memory that can be away.
public final class MemoryLog implements SampleLog {
    public final List<Addressed> appended = new ArrayList<>();
    public boolean away;

    @Override
    public void append(List<Addressed> arrivals) {
        if (away) {
            throw new Unavailable("away", new IllegalStateException("away"));
        }
        appended.addAll(arrivals);
    }

    @Override
    public void tick(Collection<Integer> partitions, long at) {}

    public <A extends Arrival> List<A> of(Class<A> kind) {
        return appended.stream()
                .map(Addressed::arrival)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
