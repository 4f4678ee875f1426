package dev.holdfast.verifier.io.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.flow.Probes.Probe;
import dev.holdfast.verifier.flow.Probes.Probed;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ParallelProbesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ParallelProbes probes =
            new ParallelProbes(World.askers(URI.create("http://127.0.0.1:1"), Map.of()));

    @AfterEach
    void close() {
        probes.close();
    }

    private static Probe probe(String key, RawServer server, long millis) {
        return new Probe(
                key,
                World.get(server.url("/")),
                Duration.ofMillis(millis),
                World.LOOPBACK,
                Map.of());
    }

    @Test
    void one_that_hangs_delays_nobody_else() {
        try (RawServer hangs = new RawServer((_, _) -> Thread.sleep(60_000));
                RawServer answers = RawServer.saying(OK)) {
            long began = System.nanoTime();
            List<Probe> both = List.of(probe("a", hangs, 30_000), probe("b", answers, 30_000));
            List<Probed> there = probes.ask(both, NOW, Duration.ofSeconds(3));
            assertThat(there).extracting(Probed::key).containsExactly("b");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void a_late_answer_is_given_back_later_with_the_time_when_it_was_asked() {
        try (RawServer late =
                new RawServer((_, out) -> {
                    Thread.sleep(300);
                    out.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                })) {
            List<Probe> one = List.of(probe("a", late, 5_000));
            assertThat(probes.ask(one, NOW, Duration.ofMillis(20))).isEmpty();
            List<Probed> there = probes.ask(one, NOW.plusSeconds(1), Duration.ofSeconds(4));
            assertThat(there).singleElement().extracting(Probed::asked).isEqualTo(NOW);
            assertThat(late.requests()).hasSize(1);
        }
    }

    @Test
    void what_only_hangs_is_left_alone_for_a_while_and_then_asked_again() {
        try (RawServer target = new RawServer((_, _) -> Thread.sleep(10_000))) {
            for (int i = 0; i < 4; i++) {
                probes.ask(List.of(probe("a" + i, target, 30)), NOW, Duration.ofSeconds(2));
            }
            Answer.None open = refusal(target);
            assertThat(open.why()).isEqualTo(Answer.Why.REFUSED);
            assertThat(open.says()).contains("did nothing but hang lately");
            target.script(
                    (_, out) -> out.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            probes.ask(
                                                    List.of(probe("b", target, 1_000)),
                                                    NOW,
                                                    Duration.ofSeconds(2))
                                            .getFirst()
                                            .answer()
                                    instanceof Answer.Http);
        }
    }

    private Answer.None refusal(RawServer target) {
        return (Answer.None)
                probes.ask(List.of(probe("x", target, 1_000)), NOW, Duration.ofSeconds(2))
                        .getFirst()
                        .answer();
    }

    @Test
    void hundreds_are_asked_at_once() {
        List<RawServer> servers = new ArrayList<>();
        List<Probe> all = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                RawServer server =
                        new RawServer((_, out) -> {
                            Thread.sleep(100);
                            out.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                        });
                servers.add(server);
                for (int j = 0; j < 16; j++) {
                    all.add(probe(i + "/" + j, server, 10_000));
                }
            }
            List<Probed> there = probes.ask(all, NOW, Duration.ofSeconds(10));
            assertThat(there)
                    .hasSize(320)
                    .allMatch(p -> p.answer() instanceof Answer.Http h && h.status() == 200);
        } finally {
            servers.forEach(RawServer::close);
        }
    }

    @Test
    void forgetting_ends_what_still_runs() {
        try (RawServer hangs = new RawServer((_, _) -> Thread.sleep(10_000))) {
            List<Probe> one = List.of(probe("a", hangs, 60_000));
            probes.ask(one, NOW, Duration.ofMillis(50));
            probes.forget(List.of("a"));
            hangs.script(
                    (_, out) -> out.write(OK.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertThat(probes.ask(one, NOW, Duration.ofSeconds(5)).getFirst().answer())
                    .isInstanceOf(Answer.Http.class);
        }
    }

    @Test
    void an_unlisted_target_is_refused_for_every_kind() {
        List<Question> questions =
                List.of(
                        World.get("http://10.9.8.7/"),
                        new Question.Tcp("10.9.8.7", 80),
                        new Question.Metrics(
                                URI.create("http://10.9.8.7:9090"),
                                "a/b",
                                List.of(new Question.Metrics.At("up", Duration.ZERO)),
                                null),
                        new Question.Sql(
                                new dev.holdfast.verifier.domain.check.Database(
                                        "d", "10.9.8.7", 5432, "d", "u", null, "prefer"),
                                "select 1",
                                List.of(),
                                1),
                        new Question.Command(List.of("/bin/true")),
                        new Question.Log("/etc/passwd", "root", Duration.ofDays(1)));
        for (Question q : questions) {
            Probe p = new Probe("q", q, Duration.ofSeconds(2), World.LOOPBACK, Map.of());
            Answer answer = probes.ask(List.of(p), NOW, Duration.ofSeconds(4)).getFirst().answer();
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.None.class,
                            none -> assertThat(none.why()).isEqualTo(Answer.Why.REFUSED));
        }
    }
}
