package dev.holdfast.executor.whole.specimen;

import java.util.List;

/// A target that is ready, and how a step acts on it.
///
/// @param with the step's arguments, as a YAML flow mapping
/// @param effects how often it was done so far
/// @param most how often it may be done: 1, or more for what may be repeated without harm
/// @param end leaves nothing behind
public record Subject(
        String action, String with, Allows allows, Counting effects, int most, AutoCloseable end) {
    /// @param programs that the pack allows
    /// @param hosts that the pack allows
    public record Allows(List<String> programs, List<String> hosts) {}

    /// Counts from outside.
    public interface Counting {
        int count() throws Exception;
    }

    /// It may be repeated without harm: its state counts, not how often it was written.
    public static final int ANY = Integer.MAX_VALUE;

    static final Allows NOTHING = new Allows(List.of(), List.of());

    public static Subject of(String action, String with, Counting effects) {
        return new Subject(action, with, NOTHING, effects, 1, () -> {});
    }

    public Subject programs(String... programs) {
        return new Subject(
                action, with, new Allows(List.of(programs), allows.hosts()), effects, most, end);
    }

    public Subject hosts(String... hosts) {
        return new Subject(
                action, with, new Allows(allows.programs(), List.of(hosts)), effects, most, end);
    }

    public Subject repeatable() {
        return new Subject(action, with, allows, effects, ANY, end);
    }

    public Subject ending(AutoCloseable atLast) {
        return new Subject(action, with, allows, effects, most, atLast);
    }
}
