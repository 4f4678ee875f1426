package dev.holdfast.notifier.domain.notice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The notices of one incident to one channel that builds on what it was told before: they are sent
/// one after the other, and what the channel answered is kept for the next.
///
/// @param waiting ids, the first one is under way
/// @param known what the channel answered, such as the thread it opened
public record Lane(List<String> waiting, Map<String, String> known) {
    public static final Lane EMPTY = new Lane(List.of(), Map.of());

    public Lane {
        waiting = List.copyOf(waiting);
        known = Map.copyOf(known);
    }

    public Lane plus(String notice) {
        return plus(notice, waiting.size());
    }

    /// @param place among those that wait, 0 for the first; a notice that waits already keeps its own
    public Lane plus(String notice, int place) {
        if (waiting.contains(notice)) {
            return this;
        }
        List<String> all = new ArrayList<>(waiting);
        all.add(place, notice);
        return new Lane(all, known);
    }

    /// After a notice has found its end; what it learned is added to what was known.
    public Lane done(String notice, Map<String, String> learned) {
        List<String> rest = new ArrayList<>(waiting);
        rest.remove(notice);
        Map<String, String> all = new HashMap<>(known);
        all.putAll(learned);
        return new Lane(rest, all);
    }

    /// The one whose turn it is.
    public Optional<String> next() {
        return waiting.stream().findFirst();
    }
}
