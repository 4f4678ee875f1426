package dev.holdfast.backbone.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Work;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An errand that writes one transaction after the other, over the real database.
class BusyErrandTest {
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final long LONG_WRITE_MILLIS = 150;
    private static final int WRITES = 12;

    private final List<Boolean> held = new CopyOnWriteArrayList<>();
    private final List<Long> epochs = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);

    @Test
    void what_locks_its_row_all_the_time_keeps_its_lease() throws Exception {
        DatabaseSettings settings = ScratchSchema.migrated("busy", 5);
        try (Database database = new Database(settings)) {
            Store store = new Store(database, "busy-service", Topic.ROLLBACKS, new Wake());
            Errands errands = new Errands(store, new BusyDesk(), "me", LEASE, 10);
            Thread runs = Thread.ofVirtual().start(errands::run);
            Thread renews = Thread.ofVirtual().start(errands::renew);
            Scope scope = Scope.of("shop", "production");
            store.in(
                    scope,
                    work -> {
                        work.errand("busy", work.now());
                        return true;
                    });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofMinutes(1)).until(() -> errands.running() == 0);
            store.wake().stop();
            runs.join();
            renews.join();
        }
        assertThat(held).hasSize(WRITES).containsOnly(true);
        assertThat(Set.copyOf(epochs)).hasSize(1);
    }

    private final class BusyDesk implements Desk {
        @Override
        public String service() {
            return "busy-service";
        }

        @Override
        public Topic writes() {
            return Topic.ROLLBACKS;
        }

        @Override
        public Set<Topic> reads() {
            return Set.of();
        }

        @Override
        public List<Problem> check(PackFiles pack) {
            return List.of();
        }

        @Override
        public Received receive(Work work, Envelope<? extends Event> event) {
            return Received.HANDLED;
        }

        @Override
        public void due(Work work, String timer) {}

        @Override
        public Next run(Errand errand) {
            epochs.add(errand.epoch());
            for (int i = 0; i < WRITES; i++) {
                errand.write(_ -> slow());
                held.add(errand.held());
            }
            done.countDown();
            return new Next.Done();
        }
    }

    /// The database is slow: that is what is tried here.
    private static boolean slow() {
        try {
            Thread.sleep(LONG_WRITE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
