package dev.holdfast.detector.io.scrape;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.Windows;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Reads the targets of the keys that this instance holds, each in a virtual thread of its own; so
/// every target is read by one instance, without anybody agreeing on it.
public final class Scraper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final Door door;
    private final Supplier<Routes> routes;
    private final Windows windows;
    private final InstantSource clock;
    private final PageReader pages = new PageReader();
    private final Map<Routes.Target, Thread> running = new HashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private final Thread watcher;

    public Scraper(Door door, Supplier<Routes> routes, Windows windows, InstantSource clock) {
        this.door = door;
        this.routes = routes;
        this.windows = windows;
        this.clock = clock;
        this.watcher = Thread.ofVirtual().name("scraper").unstarted(this::watch);
    }

    public void start() {
        watcher.start();
    }

    /// Scrapes that brought no page.
    public long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        watcher.interrupt();
        synchronized (running) {
            running.values().forEach(Thread::interrupt);
            running.clear();
        }
        pages.close();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                adjust(wanted());
            } catch (SampleLog.Unavailable e) {
                LOG.debug("No targets yet: {}", e.getMessage());
            }
            if (!sleep(LOOK.toMillis())) {
                return;
            }
        }
    }

    private Set<Routes.Target> wanted() {
        Set<Integer> held = new HashSet<>(windows.partitions());
        Set<Routes.Target> wanted = new HashSet<>();
        for (Routes.Target t : routes.get().targets()) {
            if (held.contains(EventCodec.partition(t.scope(), Topic.SAMPLES.partitions()))) {
                wanted.add(t);
            }
        }
        return wanted;
    }

    private void adjust(Set<Routes.Target> wanted) {
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
            for (Routes.Target t : wanted) {
                running.computeIfAbsent(
                        t, n -> Thread.ofVirtual().name("scrape " + n.url()).start(() -> read(n)));
            }
        }
    }

    private void read(Routes.Target target) {
        Scraping scraping = new Scraping(target);
        long next = clock.millis();
        while (!Thread.currentThread().isInterrupted()) {
            once(target, scraping);
            long now = clock.millis();
            next = Math.max(next + target.every().toMillis(), now - target.every().toMillis());
            if (!sleep(next - now)) {
                return;
            }
        }
    }

    private void once(Routes.Target target, Scraping scraping) {
        long at = clock.millis();
        long began = System.nanoTime();
        List<SeriesSamples> samples;
        try {
            Exposition page = pages.read(target.url(), patience(target.every()));
            samples = scraping.page(page, at, secondsSince(began));
        } catch (IOException | Exposition.Malformed | IllegalArgumentException e) {
            failures.incrementAndGet();
            LOG.debug("{} gave no page, up is 0", target.url(), e);
            samples = scraping.nothing(at, secondsSince(began));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            door.measured(target.scope(), samples);
        } catch (SampleLog.Unavailable e) {
            LOG.warn("A scrape of {} is lost, the next follows: {}", target.url(), e.getMessage());
        }
    }

    private static Duration patience(Duration every) {
        Duration most = every.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : every;
        return most.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : most;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
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
