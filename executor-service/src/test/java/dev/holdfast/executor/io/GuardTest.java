package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Guard;
import dev.holdfast.executor.flow.Secrets;
import dev.holdfast.executor.io.guard.GuardMetrics;
import dev.holdfast.executor.io.guard.ParallelLookout;
import dev.holdfast.executor.io.guard.ResilientGuard;
import dev.holdfast.executor.io.secret.PlacedSecrets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

class GuardTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private static Finding hangs() {
        try {
            NEVER.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Finding.Done("late");
    }

    @Test
    void what_takes_too_long_is_cut_off_and_unsure() {
        try (ResilientGuard guard = new ResilientGuard()) {
            assertThat(guard.around("slow", Duration.ofMillis(50), () -> true, GuardTest::hangs))
                    .isInstanceOf(Finding.Unsure.class);
        }
    }

    @Test
    void a_target_that_does_not_answer_is_left_alone_and_others_are_not() {
        try (ResilientGuard guard = new ResilientGuard()) {
            Finding unsure = new Finding.Unsure("no answer", "");
            for (int i = 0; i < 10; i++) {
                guard.around("gone", LIMIT, () -> true, () -> unsure);
            }
            assertThatThrownBy(() -> guard.around("gone", LIMIT, () -> true, () -> unsure))
                    .isInstanceOf(Guard.Refused.class)
                    .hasMessageContaining("gone");
            assertThat(guard.around("there", LIMIT, () -> true, () -> new Finding.Done("x")))
                    .isInstanceOf(Finding.Done.class);
            assertThat(new GuardMetrics(guard).collect().toString())
                    .contains("holdfast_target_left_alone")
                    .contains("gone");
        }
    }

    @Test
    void a_target_that_is_left_alone_may_still_be_looked_at() {
        try (ResilientGuard guard = new ResilientGuard()) {
            Finding unsure = new Finding.Unsure("no answer", "");
            for (int i = 0; i < 30; i++) {
                assertThat(guard.look("gone", LIMIT, () -> unsure)).isEqualTo(unsure);
            }
            Finding done = new Finding.Done("there");
            assertThat(guard.around("gone", LIMIT, () -> true, () -> done)).isEqualTo(done);
        }
    }

    @Test
    void a_plain_no_is_an_answer_and_opens_nothing() {
        try (ResilientGuard guard = new ResilientGuard()) {
            Finding no = new Finding.NotDone("no", "");
            for (int i = 0; i < 30; i++) {
                assertThat(guard.around("says-no", LIMIT, () -> true, () -> no)).isEqualTo(no);
            }
        }
    }

    @Test
    void looks_that_are_late_are_marked_and_the_others_kept() {
        try (ParallelLookout lookout = new ParallelLookout()) {
            Finding late = new Finding.Unsure("late", "");
            Finding here = new Finding.Done("here");
            List<Finding> answers =
                    lookout.all(
                            List.of(() -> here, GuardTest::hangs), Duration.ofMillis(200), late);

            assertThat(answers).containsExactly(here, late);
        }
    }

    @Test
    void a_secret_is_found_in_the_environment_or_a_file_and_never_our_own(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("s"), "from-file\n");
        Secrets secrets = new PlacedSecrets(name -> name.equals("UNSET") ? null : "of " + name);

        assertThat(secrets.resolve("a", new SecretReference("env", "TOKEN"))).isEqualTo("of TOKEN");
        assertThat(secrets.resolve("b", new SecretReference("file", file.toString())))
                .isEqualTo("from-file");
        for (String variable : List.of("UNSET", "HOLDFAST_POSTGRES_PASSWORD")) {
            assertThatThrownBy(() -> secrets.resolve("c", new SecretReference("env", variable)))
                    .isInstanceOf(Secrets.Missing.class)
                    .hasMessageContaining(variable);
        }
    }

    @Test
    void a_file_of_a_secret_is_a_plain_file_and_nothing_of_the_kernel(@TempDir Path folder)
            throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("/proc/self/environ"));
        Path large = Files.writeString(folder.resolve("large"), "x".repeat((64 << 10) + 1));
        Path real = Files.writeString(folder.resolve("real"), "value");
        Path good = Files.createSymbolicLink(folder.resolve("good"), real);
        Secrets secrets = new PlacedSecrets(_ -> null);

        for (String where :
                List.of(
                        "/proc/self/environ",
                        link.toString(),
                        "/dev/zero",
                        "/sys/kernel/notes",
                        "pom.xml",
                        folder.toString(),
                        large.toString())) {
            assertThatThrownBy(() -> secrets.resolve("c", new SecretReference("file", where)))
                    .isInstanceOf(Secrets.Missing.class)
                    .hasMessageContaining("secret 'c'");
        }
        assertThat(secrets.resolve("c", new SecretReference("file", good.toString())))
                .isEqualTo("value");
    }

    @Test
    void what_is_under_way_when_the_lease_ends_is_stopped() throws Exception {
        AtomicBoolean held = new AtomicBoolean(true);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ResilientGuard guard = new ResilientGuard()) {
            Finding finding =
                    guard.around(
                            "long",
                            Duration.ofMinutes(1),
                            held::get,
                            () -> {
                                held.set(false);
                                try {
                                    Thread.sleep(Duration.ofMinutes(1));
                                } catch (InterruptedException _) {
                                    stopped.countDown();
                                }
                                return new Finding.Done("too late");
                            });
            assertThat(finding)
                    .isEqualTo(
                            new Finding.Unsure(
                                    "stopped, since the lease ran out while it was under way", ""));
            assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
