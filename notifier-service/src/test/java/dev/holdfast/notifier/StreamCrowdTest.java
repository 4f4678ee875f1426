package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A thousand dashboards that only listen, and one that comes back.
class StreamCrowdTest {
    private static final int CROWD = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Scope SCOPE = Scope.of("crowd", "production");

    @Test
    void a_thousand_idle_readers_all_hear_an_event_and_cost_little(@TempDir Path data)
            throws IOException {
        List<Reader> crowd = new ArrayList<>();
        try (ConsoleHouse house = new ConsoleHouse(data)) {
            long before = used();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Reader(house, ""));
            }
            await().atMost(PATIENCE).until(() -> crowd.stream().allMatch(r -> r.status == 200));
            long each = Math.max(0, used() - before) / CROWD;
            long sent = System.nanoTime();
            house.wire().tell(SCOPE, opened("crowd-1"));
            await().atMost(PATIENCE).until(() -> crowd.stream().allMatch(r -> r.heard("crowd-1")));
            System.out.printf(
                    "stream: %d readers, %d bytes of heap each (both ends), all heard it after %d ms%n",
                    CROWD, each, Duration.ofNanos(System.nanoTime() - sent).toMillis());
            assertThat(crowd).allMatch(r -> r.doubled.get() == 0);
        } finally {
            crowd.forEach(Reader::close);
        }
    }

    @Test
    void whoever_comes_back_with_the_last_id_misses_nothing_and_hears_nothing_twice(
            @TempDir Path data) throws IOException {
        try (ConsoleHouse house = new ConsoleHouse(data)) {
            String last;
            Set<String> seen;
            try (Reader first = new Reader(house, "")) {
                await().atMost(PATIENCE).until(() -> first.status == 200);
                house.wire().tell(SCOPE, opened("back-1"));
                await().atMost(PATIENCE).until(() -> first.heard("back-1"));
                seen = Set.copyOf(first.events.keySet());
                last = first.last;
            }
            for (int i = 2; i <= 20; i++) {
                house.wire().tell(Scope.of("crowd" + i, "production"), opened("back-" + i));
            }
            try (Reader again = new Reader(house, "Last-Event-ID: " + last + "\r\n")) {
                await().atMost(PATIENCE).until(() -> again.heard("back-20"));
                for (int i = 2; i <= 20; i++) {
                    String incident = "back-" + i;
                    await().atMost(PATIENCE).until(() -> again.heard(incident));
                }
                assertThat(seen).isNotEmpty();
                assertThat(again.events.keySet()).doesNotContainAnyElementsOf(seen);
                assertThat(again.doubled.get()).isZero();
            }
        }
    }

    private static IncidentOpened opened(String incident) {
        return new IncidentOpened(incident, incident, Severity.P3, List.of("Slow"), Instant.now());
    }

    private static long used() {
        System.gc();
        Runtime r = Runtime.getRuntime();
        return r.totalMemory() - r.freeMemory();
    }

    /// One connection, read by a virtual thread.
    private static final class Reader implements AutoCloseable {
        private final Socket socket;
        private final ConcurrentHashMap<String, Boolean> heard = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<String, Boolean> events = new ConcurrentHashMap<>();
        private final AtomicInteger doubled = new AtomicInteger();
        private volatile int status;
        private volatile String last = "";

        Reader(ConsoleHouse house, String header) throws IOException {
            socket = new Socket(house.base().getHost(), house.base().getPort());
            socket.getOutputStream()
                    .write(
                            "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
                                    .formatted(header)
                                    .getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8),
                            1_024)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    line(line);
                }
            } catch (IOException _) {
                // The test has closed it.
            }
        }

        private void line(String line) {
            if (line.startsWith("HTTP/1.1 ")) {
                status = Integer.parseInt(line.substring(9, 12));
            } else if (line.startsWith("id: ")) {
                last = line.substring(4);
            } else if (line.startsWith("data: ")) {
                int at = line.indexOf("\"incident\":\"");
                String incident =
                        at < 0 ? line : line.substring(at + 12, line.indexOf('"', at + 12));
                heard.put(incident, true);
                // An envelope begins with its own id.
                if (events.put(line.substring(0, line.indexOf(',')), true) != null) {
                    doubled.incrementAndGet();
                }
            }
        }

        boolean heard(String incident) {
            return heard.containsKey(incident);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
