package dev.holdfast.notifier.io.channel;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The senders of one channel: few at its door, as many in line as will be served soon, and the rest
/// comes again later, so that a long queue costs nobody anything. A channel that is quick has a long
/// line, one that hangs has next to none: whoever stands in line takes a place of the whole service.
final class Line {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LEAST_IN_LINE = 4;

    /// Whoever is sent away comes back when about half of those before have been served, so that the
    /// line is not empty while somebody is away for too long.
    private static final int EARLY = 2;

    private static final long SOONEST_MILLIS = 250;
    private static final long LATEST_MILLIS = 30_000;

    /// A new measurement counts for one part in this many.
    private static final int MEMORY = 8;

    private final Semaphore room;
    private final Semaphore door;
    private final int most;
    private final int atOnce;
    private final LongSupplier nanos;
    private final AtomicInteger inLine = new AtomicInteger();
    private double tookNanos = TimeUnit.MILLISECONDS.toNanos(20);
    private long bookedUntil;

    /// @param atOnce senders at the door, 1 or more
    /// @param most that wait in line, however quick the channel is; the rest is sent away
    /// @param nanos a clock that never goes back
    Line(int atOnce, int most, LongSupplier nanos) {
        this(atOnce, most, new Semaphore(most), nanos);
    }

    /// @param room for all that wait in any line: those of channels that begin to hang together must not
    ///     take all places of the service
    Line(int atOnce, int most, Semaphore room, LongSupplier nanos) {
        this.room = room;
        this.door = new Semaphore(atOnce, true);
        this.most = most;
        this.atOnce = atOnce;
        this.nanos = nanos;
        this.bookedUntil = nanos.getAsLong();
    }

    <T> T inTurn(Supplier<T> attempt, Function<Duration, T> later) {
        long asked = nanos.getAsLong();
        if (!comesIn()) {
            return later.apply(booked().plusNanos(nanos.getAsLong() - asked));
        }
        long start = nanos.getAsLong();
        try {
            return attempt.get();
        } finally {
            door.release();
            took(nanos.getAsLong() - start);
        }
    }

    private boolean comesIn() {
        if (door.tryAcquire()) {
            return true;
        }
        if (!room.tryAcquire()) {
            return false;
        }
        try {
            return inLine.incrementAndGet() <= places()
                    && door.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            inLine.decrementAndGet();
            room.release();
        }
    }

    /// As many as will be served before their patience ends.
    synchronized int places() {
        return Math.clamp(
                (long) (PATIENCE.toNanos() * atOnce / Math.max(1, tookNanos)),
                Math.min(LEAST_IN_LINE, most),
                most);
    }

    private synchronized void took(long took) {
        tookNanos += (took - tookNanos) / MEMORY;
    }

    /// Each that is sent away gets a time of its own.
    private synchronized Duration booked() {
        long now = nanos.getAsLong();
        long next = Math.max(bookedUntil, now) + (long) (tookNanos / atOnce / EARLY);
        long millis = TimeUnit.NANOSECONDS.toMillis(next - now);
        if (millis < LATEST_MILLIS) {
            bookedUntil = next;
        }
        return Duration.ofMillis(Math.clamp(millis, SOONEST_MILLIS, LATEST_MILLIS));
    }
}
