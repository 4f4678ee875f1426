package dev.holdfast.detector.io.scrape;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.Windows;
import dev.holdfast.detector.io.rounds.Rounds;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Reads the Prometheus endpoints of the keys that this instance holds.
public final class Scraper implements Rounds.Visits<Routes.Target>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final Door door;
    private final InstantSource clock;
    private final PageReader pages = new PageReader();
    private final AtomicLong failures = new AtomicLong();
    private final Rounds<Routes.Target> rounds;

    public Scraper(Door door, Supplier<Routes> routes, Windows windows, InstantSource clock) {
        this.door = door;
        this.clock = clock;
        this.rounds = new Rounds<>("scrape", routes, windows, this, clock);
    }

    public void start() {
        rounds.start();
    }

    /// Scrapes that brought no page.
    public long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        rounds.close();
        pages.close();
    }

    @Override
    public List<Routes.Target> targets(Routes now) {
        return now.targets();
    }

    @Override
    public Scope scope(Routes.Target target) {
        return target.scope();
    }

    @Override
    public Duration every(Routes.Target target) {
        return target.every();
    }

    @Override
    public Runnable begin(Routes.Target target) {
        Scraping scraping = new Scraping(target);
        return () -> once(target, scraping);
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
}
