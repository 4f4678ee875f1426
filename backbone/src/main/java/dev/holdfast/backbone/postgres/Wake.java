package dev.holdfast.backbone.postgres;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the loops of one instance after a commit, so that none has to wait for its next look, and
/// ends them.
public final class Wake {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CopyOnWriteArrayList<Hung> bells = new CopyOnWriteArrayList<>();

    /// What a loop waits for. A commit rings only whom it concerns: each ring costs a look into the
    /// database, and most commits concern nobody.
    public enum Loop {
        RELAY,
        TIMERS,
        ERRANDS
    }

    private record Hung(Loop loop, int bucket, Bell bell) {}

    /// The bell of the one loop of its kind.
    public Bell bell(Loop loop) {
        return bell(loop, 0);
    }

    /// @param bucket of the outbox that a relay sends; 0 for the other loops
    public Bell bell(Loop loop, int bucket) {
        Bell bell = new Bell();
        bells.add(new Hung(loop, bucket, bell));
        return bell;
    }

    public void ring(Loop loop) {
        ring(loop, 0);
    }

    public void ring(Loop loop, int bucket) {
        for (Hung hung : bells) {
            if (hung.loop() == loop && hung.bucket() == bucket) {
                hung.bell().ring();
            }
        }
    }

    private void all() {
        bells.forEach(hung -> hung.bell().ring());
    }

    /// Ends every loop after what it has in hand.
    public void stop() {
        stopped.countDown();
        all();
    }

    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    /// Waits that long, or until the loops are to end; true then.
    public boolean stopsWithin(Duration time) throws InterruptedException {
        return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Rings are remembered: a ring before the wait ends the wait at once.
    public static final class Bell {
        private final Semaphore rung = new Semaphore(0);

        public void ring() {
            if (rung.availablePermits() == 0) {
                rung.release();
            }
        }

        /// Returns at the next ring, or after `most`.
        public void await(Duration most) throws InterruptedException {
            if (rung.tryAcquire(Math.max(0, most.toMillis()), TimeUnit.MILLISECONDS)) {
                rung.drainPermits();
            }
        }
    }
}
