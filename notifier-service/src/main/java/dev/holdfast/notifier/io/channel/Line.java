package dev.holdfast.notifier.io.channel;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The senders of one channel: few at its door, some more in line, and the rest comes again when it
/// will be their turn about, so that a long queue costs nobody anything.
final class Line {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long SOONEST_MILLIS = 250;
    private static final long LATEST_MILLIS = 30_000;

    /// A new measurement counts for one part in this many.
    private static final int MEMORY = 8;

    private final Semaphore door;
    private final int most;
    private final int atOnce;
    private final LongSupplier nanos;
    private final AtomicInteger inLine = new AtomicInteger();
    private double tookNanos = TimeUnit.MILLISECONDS.toNanos(20);
    private long bookedUntil;

    /// @param atOnce senders at the door, 1 or more
    /// @param most that wait in line, the rest is sent away
    /// @param nanos a clock that never goes back
    Line(int atOnce, int most, LongSupplier nanos) {
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
        try {
            return inLine.incrementAndGet() <= most
                    && door.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            inLine.decrementAndGet();
        }
    }

    private synchronized void took(long took) {
        tookNanos += (took - tookNanos) / MEMORY;
    }

    /// Each that is sent away gets a time of its own, as far from the last as one takes.
    private synchronized Duration booked() {
        long now = nanos.getAsLong();
        long next = Math.max(bookedUntil, now) + (long) (tookNanos / atOnce);
        long millis = TimeUnit.NANOSECONDS.toMillis(next - now);
        if (millis < LATEST_MILLIS) {
            bookedUntil = next;
        }
        return Duration.ofMillis(Math.clamp(millis, SOONEST_MILLIS, LATEST_MILLIS));
    }
}
