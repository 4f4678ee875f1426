package dev.holdfast.notifier.io.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

class LineTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void only_so_many_are_at_the_door_and_the_next_comes_when_one_has_left() throws Exception {
        Line line = new Line(1, 5, System::nanoTime);
        CountDownLatch first = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one =
                    threads.submit(() -> line.inTurn(() -> held(first, inside), _ -> "away"));
            await().atMost(Duration.ofMinutes(1)).until(() -> inside.get() == 1);
            Future<String> two = threads.submit(() -> line.inTurn(() -> "second", _ -> "away"));
            assertThat(two.isDone()).isFalse();
            first.countDown();
            assertThat(one.get()).isEqualTo("first");
            assertThat(two.get()).isEqualTo("second");
        }
    }

    @Test
    void lines_that_hang_together_leave_room_for_others() throws Exception {
        Semaphore room = new Semaphore(1);
        Line hangs = new Line(1, 5, room, System::nanoTime);
        Line alsoHangs = new Line(1, 5, room, System::nanoTime);
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = threads.submit(() -> hangs.inTurn(() -> held(end, inside), _ -> "away"));
            var _ = threads.submit(() -> alsoHangs.inTurn(() -> held(end, inside), _ -> "away"));
            await().until(() -> inside.get() == 2);
            Future<String> waits = threads.submit(() -> hangs.inTurn(() -> "next", _ -> "away"));
            await().until(() -> room.availablePermits() == 0 || waits.isDone());
            String other = alsoHangs.inTurn(() -> "next", _ -> "away");
            end.countDown();
            assertThat(waits.get()).isIn("next", "away");
            assertThat(other).isEqualTo("away");
        }
    }

    @Test
    void those_who_are_sent_away_get_times_of_their_own_about_half_of_their_wait() {
        Line line = new Line(1, 0, now::get);
        // One takes a second; a measurement counts for an eighth.
        for (int i = 0; i < 60; i++) {
            line.inTurn(() -> now.addAndGet(Duration.ofSeconds(1).toNanos()), _ -> 0L);
        }
        Duration[] away = new Duration[3];
        line.inTurn(
                () -> {
                    for (int i = 0; i < away.length; i++) {
                        int n = i;
                        away[n] = line.inTurn(() -> Duration.ZERO, pause -> pause);
                    }
                    return true;
                },
                _ -> false);
        assertThat(away[0]).isBetween(Duration.ofMillis(450), Duration.ofMillis(500));
        assertThat(away[1]).isBetween(Duration.ofMillis(950), Duration.ofMillis(1_000));
        assertThat(away[2]).isBetween(Duration.ofMillis(1_450), Duration.ofMillis(1_500));
    }

    @Test
    void the_line_is_as_long_as_the_channel_is_quick() {
        assertThat(line(Duration.ofMillis(1)).places()).isEqualTo(100);
        assertThat(line(Duration.ofMillis(200)).places()).isBetween(9, 11);
        assertThat(line(Duration.ofSeconds(10)).places()).isEqualTo(4);
    }

    /// One sender at the door, whom each attempt takes that long.
    private Line line(Duration each) {
        Line line = new Line(1, 100, now::get);
        for (int i = 0; i < 100; i++) {
            line.inTurn(() -> now.addAndGet(each.toNanos()), _ -> 0L);
        }
        return line;
    }

    private static String held(CountDownLatch until, AtomicInteger inside) {
        inside.incrementAndGet();
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "first";
    }
}
