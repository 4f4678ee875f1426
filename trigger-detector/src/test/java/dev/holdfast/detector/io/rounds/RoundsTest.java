package dev.holdfast.detector.io.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.detector.flow.intake.Routes;
import dev.holdfast.detector.flow.stream.Windows;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class RoundsTest {
    /// One target, which fails the first times that it is begun and that it is looked at.
    private static final class Shaky implements Rounds.Visits<String> {
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger looked = new AtomicInteger();
        private final CountDownLatch seen = new CountDownLatch(1);

        @Override
        public List<String> targets(Routes routes) {
            return List.of("web");
        }

        @Override
        public Scope scope(String target) {
            return Scope.of("shop", "production");
        }

        @Override
        public Duration every(String target) {
            return Duration.ofMillis(1);
        }

        @Override
        public Runnable begin(String target) {
            int times = begun.incrementAndGet();
            if (times == 1) {
                throw new IllegalStateException("not yet");
            }
            if (times == 2) {
                throw new NoClassDefFoundError("of a library");
            }
            return this::look;
        }

        private void look() {
            int times = looked.incrementAndGet();
            if (times == 1) {
                throw new IllegalStateException("unreadable");
            }
            if (times == 2) {
                throw new StackOverflowError("too deep");
            }
            seen.countDown();
        }
    }

    @Test
    void whatever_breaks_at_a_look_the_next_one_follows() throws Exception {
        Windows windows = new Windows();
        for (int p = 0; p < Topic.SAMPLES.partitions(); p++) {
            windows.hold(p, this);
        }
        Shaky shaky = new Shaky();
        Routes none = Routes.of(List.of());
        try (var rounds =
                new Rounds<>("test", () -> none, windows, shaky, InstantSource.system())) {
            rounds.start();
            assertThat(shaky.seen.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(shaky.begun).hasValue(3);
    }
}
