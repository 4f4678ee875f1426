package dev.holdfast.detector.io.rounds;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.Windows;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Goes round the targets of the keys that this instance holds, each in a virtual thread of its own;
/// so every target is looked at by one instance, without anybody agreeing on it.
///
/// @param <T> a target; one that equals another is the same
public final class Rounds<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final String name;
    private final Supplier<Routes> routes;
    private final Windows windows;
    private final Visits<T> visits;
    private final InstantSource clock;
    private final Map<T, Thread> running = new HashMap<>();
    private final Thread watcher;

    /// What is done with the targets.
    public interface Visits<T> {
        List<T> targets(Routes routes);

        Scope scope(T target);

        Duration every(T target);

        /// Begins with a target; the answer is called at each visit, always by the same thread.
        Runnable begin(T target);
    }

    public Rounds(
            String name,
            Supplier<Routes> routes,
            Windows windows,
            Visits<T> visits,
            InstantSource clock) {
        this.name = name;
        this.routes = routes;
        this.windows = windows;
        this.visits = visits;
        this.clock = clock;
        this.watcher = Thread.ofVirtual().name(name).unstarted(this::watch);
    }

    public void start() {
        watcher.start();
    }

    @Override
    public void close() {
        watcher.interrupt();
        synchronized (running) {
            running.values().forEach(Thread::interrupt);
            running.clear();
        }
    }

    private void watch() {
        String fault = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                adjust(wanted());
                fault = "";
            } catch (SampleLog.Unavailable e) {
                LOG.debug("No targets yet: {}", e.getMessage());
            } catch (RuntimeException e) {
                // Those that are looked at go on; what is new waits for a pack that can be read.
                if (!fault.equals(e.toString())) {
                    fault = e.toString();
                    LOG.error("What is to be looked at ({}) cannot be made out", name, e);
                }
            }
            if (!sleep(LOOK.toMillis())) {
                return;
            }
        }
    }

    private Set<T> wanted() {
        Set<Integer> held = new HashSet<>(windows.partitions());
        Set<T> wanted = new HashSet<>();
        for (T t : visits.targets(routes.get())) {
            if (held.contains(EventCodec.partition(visits.scope(t), Topic.SAMPLES.partitions()))) {
                wanted.add(t);
            }
        }
        return wanted;
    }

    private void adjust(Set<T> wanted) {
        synchronized (running) {
            if (watcher.isInterrupted()) {
                return;
            }
            running.entrySet()
                    .removeIf(e -> {
                        if (wanted.contains(e.getKey())) {
                            return false;
                        }
                        e.getValue().interrupt();
                        return true;
                    });
            for (T t : wanted) {
                Thread known = running.get(t);
                if (known != null && !known.isAlive()) {
                    LOG.error("Nobody looks at {} any more; it is begun anew", t);
                }
                if (known == null || !known.isAlive()) {
                    running.put(t, Thread.ofVirtual().name(name + " " + t).start(() -> visit(t)));
                }
            }
        }
    }

    /// A round that takes too long is followed by one at once, and no more. An error of the machine, such
    /// as a stack that overflows, ends one look like any other failure.
    private void visit(T target) {
        Runnable visit = null;
        long every = visits.every(target).toMillis();
        long next = clock.millis();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                visit = visit == null ? visits.begin(target) : visit;
                visit.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A look at {} has failed, the next follows", target, e);
            }
            long now = clock.millis();
            next = Math.max(next + every, now - every);
            if (!sleep(next - now)) {
                return;
            }
        }
    }

    private static boolean sleep(long millis) {
        try {
            Thread.sleep(Math.max(0, millis));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
