package dev.holdfast.trials.measure;

import java.util.Collection;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A system that Prometheus watches: its value turns bad at a moment that no clock of theirs knows
/// and stays bad until the webhook is called. Each break is a series, so an alert group, of its own:
/// nothing of the alert before can hold it up.
final class OtherSystem {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long PATIENCE_SECONDS = 20;

    private final String name;
    private final ConcurrentLinkedQueue<Double> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger round = new AtomicInteger();
    private volatile long brokenAt;
    private volatile boolean bad;
    private final AtomicInteger missed = new AtomicInteger();
    private volatile CountDownLatch over = new CountDownLatch(1);

    OtherSystem(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    String page() {
        return "%s{lab=\"%s\",round=\"%d\"} %d\n"
                .formatted(LabPack.METRIC, name, round.get(), bad ? 1 : 0);
    }

    /// Alertmanager has called the webhook.
    void toldOf(int which, long nanos) {
        if (which == round.get() && bad) {
            told.add((nanos - brokenAt) / NANOS_PER_MILLI);
            bad = false;
            over.countDown();
        }
    }

    /// Milliseconds from bad to webhook.
    Collection<Double> told() {
        return told;
    }

    int missed() {
        return missed.get();
    }

    /// Breaks until `end`, each time at a random moment of the period after the last was told.
    void breaks(Random random, long end, long period) throws InterruptedException {
        while (System.nanoTime() < end - period) {
            // The healthy value of the new series is scraped before it turns bad.
            TimeUnit.NANOSECONDS.sleep(
                    TimeUnit.MILLISECONDS.toNanos(2_200) + random.nextLong(period));
            over = new CountDownLatch(1);
            brokenAt = System.nanoTime();
            bad = true;
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                missed.incrementAndGet();
                bad = false;
            }
            round.incrementAndGet();
        }
    }
}
