package dev.holdfast.verifier.io.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.flow.Probes;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.probe.ParallelProbes;

import org.junit.jupiter.api.Test;

import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// HTTP servers, each broken in a way of its own: never a false `passed`. Targets of every kind are broken
/// in [dev.holdfast.verifier.io.every.EveryKindTest].
class BrokenTargetsTest {
    private static final int TARGETS = 200;
    private static final String GOOD = "{\"status\":\"UP\",\"version\":\"1.4.1\"}";
    private static final Map<String, String> FACTS =
            Map.of("to", "1.4.1", "system", "shop", "environment", "production");

    /// Breaks a good answer; every arm makes it one that must not pass.
    private static void breakIt(Random random, OutputStream out) throws Exception {
        String body = GOOD;
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        switch (random.nextInt(14)) {
            case 0 -> Thread.sleep(2_000);
            case 1 -> head = "HTTP/1.1 " + (300 + random.nextInt(299)) + " No\r\n";
            case 2 -> body = "<html><head><title>50" + random.nextInt(10) + " error</title></html>";
            case 3 -> body = body.substring(0, random.nextInt(body.length() - 1));
            case 4 -> body = "{\"status\":\"DOWN\",\"version\":\"1.5.0\"}";
            case 5 -> body = "{\"error\":\"no database\",\"status\":\"OK\",\"version\":\"1.5.0\"}";
            case 6 -> body = body.replace("UP", "up").replace("1.4.1", "1.4.1 ");
            case 7 -> body = body.repeat(2);
            case 8 -> body = " ".repeat(70_000) + body;
            case 9 -> head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n";
            case 10 ->
                    body =
                            "{\"status\":\"DOWN\",\"status\":\"UP\",\"version\":\"2\",\"version\":\"1.4.1\"}";
            case 11 -> body = "{\"health\":{\"status\":\"UP\"},\"app\":{\"version\":\"1.4.1\"}}";
            case 12 -> {
                byte[] noise = new byte[random.nextInt(500)];
                random.nextBytes(noise);
                out.write(noise);
                return;
            }
            default -> {
                out.write(
                        (head + "Content-Length: 999\r\n\r\n" + body)
                                .getBytes(StandardCharsets.UTF_8));
                return;
            }
        }
        out.write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void no_broken_target_passes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Rules rules = Rules.read(Packs.with(Packs.SHOP)).orElseThrow();
        List<CheckSpec> checks =
                List.of(
                        Objects.requireNonNull(rules.checks().checks().get("health")),
                        Objects.requireNonNull(rules.checks().checks().get("version")));
        int judged = 0;
        try (RawServer server =
                        new RawServer((_, out) -> {
                            try {
                                breakIt(new Random(random.nextLong()), out);
                            } catch (InterruptedException | java.io.IOException e) {
                                throw e;
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
                ParallelProbes probes =
                        new ParallelProbes(
                                World.askers(URI.create("http://127.0.0.1:1"), Map.of()))) {
            Given given = new Given(Map.of("shop-url", server.url("")), FACTS, Map.of());
            // In groups, each of its own target, so that the guards before one do not hide the
            // rest.
            for (int from = 0; from < TARGETS; from += 50) {
                List<Probes.Probe> probe = new ArrayList<>();
                for (int i = from; i < from + 50; i++) {
                    Question q = ((CheckSpec.Ask) checks.get(i % 2).prepare(given)).question();
                    probe.add(
                            new Probes.Probe(
                                    i + "",
                                    own((Question.Http) q, i),
                                    Duration.ofMillis(400),
                                    World.LOOPBACK,
                                    Map.of()));
                }
                for (Probes.Probed p : probes.ask(probe, Instant.EPOCH, Duration.ofSeconds(10))) {
                    CheckSpec check = checks.get(Integer.parseInt(p.key()) % 2);
                    Finding finding = check.judge(p.answer(), given);
                    judged++;
                    assertThat(finding.verdict())
                            .as("seed %d, target %s: %s", seed, p.key(), p.answer().shows())
                            .isNotEqualTo(Verdict.PASSED);
                }
            }
        }
        assertThat(judged).isEqualTo(TARGETS);
    }

    /// Two names of loopback and many authorities, so that targets differ.
    private static Question own(Question.Http q, int i) {
        String url = q.url().toString().replace("127.0.0.1", i % 4 < 2 ? "127.0.0.1" : "localhost");
        return new Question.Http(q.method(), URI.create(url), q.headers(), q.body(), q.most());
    }

    @Test
    void the_same_checks_pass_for_a_good_target() throws Exception {
        try (RawServer server =
                RawServer.saying(
                        "HTTP/1.1 200 OK\r\nContent-Length: "
                                + GOOD.length()
                                + "\r\n\r\n"
                                + GOOD)) {
            Rules rules = Rules.read(Packs.with(Packs.SHOP)).orElseThrow();
            Given given = new Given(Map.of("shop-url", server.url("")), FACTS, Map.of());
            for (String name : List.of("health", "version")) {
                CheckSpec check = Objects.requireNonNull(rules.checks().checks().get(name));
                Question q = ((CheckSpec.Ask) check.prepare(given)).question();
                Answer answer = World.exchange().send((Question.Http) q, World.terms(2_000));
                assertThat(check.judge(answer, given).verdict()).isEqualTo(Verdict.PASSED);
            }
        }
    }
}
