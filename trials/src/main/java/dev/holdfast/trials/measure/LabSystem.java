package dev.holdfast.trials.measure;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One system that breaks on a fixed timetable and is healed by its rollback. An incident that is
/// not over when the next break is due delays that break and is counted.
final class LabSystem {
    private static final String GOOD = "1.0.0";
    private static final long DEPLOYED_BEFORE = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long JITTER = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long PATIENCE_SECONDS = 45;

    private final LabPack pack;
    private final List<Round> rounds = new ArrayList<>();
    private final ConcurrentHashMap<String, Boolean> releases = new ConcurrentHashMap<>();
    private volatile boolean bad;
    private volatile @Nullable Round current;
    private volatile Runnable onBreak = () -> {};
    private final AtomicInteger late = new AtomicInteger();

    LabSystem(LabPack pack) {
        this.pack = pack;
    }

    LabPack pack() {
        return pack;
    }

    List<Round> rounds() {
        synchronized (rounds) {
            return List.copyOf(rounds);
        }
    }

    /// Breaks that had to wait for the end of the incident before.
    int late() {
        return late.get();
    }

    boolean bad() {
        return bad;
    }

    double value() {
        return bad ? 1 : 0;
    }

    void heal() {
        bad = false;
    }

    /// @param action runs in the breaking thread at the moment of each break
    void onBreak(Runnable action) {
        onBreak = action;
    }

    /// A sample of it leaves now.
    void sends(long timestamp, long due) {
        Round round = current;
        if (bad && round != null) {
            round.sends(timestamp, due);
        }
    }

    void sees(Envelope<Event> event, long nanos) {
        if (event.data() instanceof ReleaseDeployed deployed) {
            releases.put(deployed.release().version(), true);
        }
        Round round = current;
        if (round != null) {
            round.sees(event.data(), nanos);
        }
    }

    /// Puts its pack in force and declares its first release good.
    void prepare(HouseApi api) throws IOException, InterruptedException {
        api.apply(pack.files());
        deploy(api, GOOD);
        api.held(pack.system(), GOOD);
    }

    /// Breaks `times` times, at `first` and then each `period`, all in nanoseconds.
    ///
    /// @param jitter moves each break a little, so that none keeps step with the samples
    void breaks(HouseApi api, int times, long first, long period, Random jitter)
            throws IOException, InterruptedException {
        for (int n = 1; n <= times; n++) {
            long due = first + (n - 1) * period + jitter.nextLong(JITTER);
            Round before = current;
            if (before != null && !before.over().await(0, TimeUnit.SECONDS)) {
                var _ = before.over().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            sleepUntil(due - DEPLOYED_BEFORE);
            deploy(api, "2.%d.0".formatted(n));
            long brokenAt = due;
            if (System.nanoTime() > due) {
                late.incrementAndGet();
                brokenAt = System.nanoTime();
            }
            sleepUntil(brokenAt);
            Round round = new Round(n, pack.holdSeconds(), brokenAt);
            synchronized (rounds) {
                rounds.add(round);
            }
            current = round;
            bad = true;
            onBreak.run();
        }
        Round last = current;
        if (last != null) {
            var _ = last.over().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        heal();
    }

    private void deploy(HouseApi api, String version) throws IOException, InterruptedException {
        api.deployed(pack.system(), version);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!releases.containsKey(version)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%s %s is not in the ledger of releases after %d s"
                                .formatted(pack.system(), version, PATIENCE_SECONDS));
            }
            Thread.sleep(10);
        }
    }

    static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }
}
