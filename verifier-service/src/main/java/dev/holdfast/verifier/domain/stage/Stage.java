package dev.holdfast.verifier.domain.stage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// A set of checks that must pass together within a window.
///
/// @param earlySuccess passed as soon as all is proven; else only at the window's end
/// @param score the least part of all weight that must pass, from 0 to 1; null for no score
public record Stage(
        String name,
        List<Criterion> criteria,
        Duration window,
        boolean earlySuccess,
        @Nullable Double score) {
    public Stage {
        criteria = List.copyOf(criteria);
    }
}
