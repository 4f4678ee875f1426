package dev.holdfast.local;

import dev.holdfast.local.HouseStatus.Part;
import dev.holdfast.local.HouseStatus.State;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps how each part is, tells it to a reader at every change, and knows how often a part that
/// ends by itself may be started again.
final class PartBook {
    private static final int RESTARTS = 10;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 500;

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<String, Deque<Long>> restarts = new HashMap<>();
    private final Map<String, Long> startedNanos = new HashMap<>();
    private final Consumer<List<Part>> reader;

    PartBook(HouseSettings settings, Consumer<List<Part>> reader) {
        this.reader = reader;
        add("kafka", settings.kafkaPort());
        add("postgres", settings.postgresPort());
        for (Service service : Service.values()) {
            add(service.shortName(), settings.port(service));
        }
    }

    static PartBook unread(HouseSettings settings) {
        return new PartBook(settings, _ -> {});
    }

    private void add(String name, int port) {
        parts.put(name, new Part(name, port, 0, State.STOPPED, 0, 0, null));
    }

    synchronized List<Part> parts() {
        return List.copyOf(parts.values());
    }

    /// Runs the start; its failure is written down and thrown on.
    <T> T starting(String name, Supplier<T> start) {
        change(name, State.STARTING, 0, null);
        try {
            return start.get();
        } catch (LocalException e) {
            change(name, State.FAILED, 0, e.getMessage());
            throw e;
        }
    }

    void ready(String name, long pid) {
        change(name, State.READY, pid, null);
    }

    /// Whether the part may be started again now; waits the short pause before it.
    boolean mayRestart(String name, int exitCode) {
        String problem = "ended by itself with code " + exitCode;
        boolean may;
        synchronized (this) {
            long now = System.nanoTime();
            var recent = restarts.computeIfAbsent(name, _ -> new ArrayDeque<>());
            recent.removeIf(at -> now - at > WITHIN.toNanos());
            may = recent.size() < RESTARTS;
            recent.add(now);
        }
        change(name, may ? State.STARTING : State.FAILED, 0, problem);
        if (may) {
            Pause.millis(PAUSE_MILLIS);
        }
        return may;
    }

    synchronized void stopped() {
        parts.replaceAll((_, part) ->
                part.state() == State.FAILED
                        ? part
                        : new Part(
                                part.name(),
                                part.port(),
                                0,
                                State.STOPPED,
                                0,
                                part.restarts(),
                                null));
        reader.accept(parts());
    }

    private synchronized void change(String name, State state, long pid, @Nullable String problem) {
        if (state == State.STARTING) {
            startedNanos.put(name, System.nanoTime());
        }
        long millis =
                state == State.READY
                        ? (System.nanoTime() - startedNanos.getOrDefault(name, 0L)) / 1_000_000
                        : 0;
        int count = restarts.getOrDefault(name, new ArrayDeque<>()).size();
        parts.computeIfPresent(
                name, (_, part) -> new Part(name, part.port(), pid, state, millis, count, problem));
        reader.accept(parts());
    }
}
