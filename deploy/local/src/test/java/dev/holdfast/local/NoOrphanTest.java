package dev.holdfast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

class NoOrphanTest {
    @TempDir Path folder;

    @Test
    void children_end_when_their_parent_is_killed() throws Exception {
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            var children = Stream.of(lines.readLine().split(" ")).map(Long::valueOf).toList();
            assertThat(children).hasSize(2).allMatch(NoOrphanTest::lives);
            parent.destroyForcibly();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(children).noneMatch(NoOrphanTest::lives));
        } finally {
            parent.destroyForcibly();
        }
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /// Starts both parts and waits to be killed.
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            var kafka = LocalKafka.start(Path.of(args[0], "kafka"));
            var postgres = LocalPostgres.start(Path.of(args[0], "postgres"));
            System.out.println(kafka.pid() + " " + postgres.pid());
            Thread.currentThread().join();
        }
    }
}
