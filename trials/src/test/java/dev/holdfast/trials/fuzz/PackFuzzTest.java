package dev.holdfast.trials.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.decision.flow.DecisionDesk;
import dev.holdfast.decision.flow.Policies;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.flow.Lookout;
import dev.holdfast.executor.io.verify.Verify;
import dev.holdfast.executor.io.wait.Wait;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.verifier.flow.Probes;
import dev.holdfast.verifier.flow.VerifierDesk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A pack may hold anything: each service answers with problems, never with an exception, and soon.
///
/// `-Dholdfast.spoilt=1000` spoils each pack that often.
class PackFuzzTest {
    private static final int SPOILT = Integer.getInteger("holdfast.spoilt", 40);
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-05T08:00:00Z"));

    private final MemoryHouse house = new MemoryHouse(CLOCK.instant());
    private final List<Desk> desks = new ArrayList<>();

    PackFuzzTest() {
        desk(new DecisionDesk(new Policies(), house.add(s -> new DecisionDesk(new Policies(), s))));
        desk(
                new ExecutorDesk(
                        Actions.of(List.of(new Verify(), new Wait())),
                        (name, _) -> name,
                        new NoLookout(),
                        (_, _, _, touch) -> touch.get()));
        desk(new VerifierDesk(house.store("decision-service"), new NoProbes()));
        desk(
                new NotifierDesk(
                        (_, _, _) -> new Outcome.Delivered("taken"),
                        RetrySchedule.STANDARD,
                        "http://console"));
    }

    private void desk(Desk desk) {
        desks.add(desk);
    }

    private static final class NoLookout implements Lookout {
        @Override
        public <T> List<T> all(List<Supplier<T>> looks, Duration budget, T late) {
            return List.of();
        }
    }

    private static final class NoProbes implements Probes {
        @Override
        public List<Probed> ask(List<Probe> probes, Instant now, Duration patience) {
            return List.of();
        }

        @Override
        public void forget(Collection<String> keys) {}
    }

    private static final class NoLog implements SampleLog {
        @Override
        public void append(List<Addressed> arrivals) {}

        @Override
        public void tick(Collection<Integer> partitions, long at) {}
    }

    /// Every pack that comes along.
    static Stream<Path> packs() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("..", "deploy", "packs"))) {
            return folders
                    .filter(f -> Files.exists(f.resolve("pack.yml")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void a_spoilt_pack_gets_problems_and_no_exception(Path folder) throws IOException {
        PackFiles good = PackFiles.read(folder.getFileName().toString(), folder);
        List<String> files = List.copyOf(good.files().keySet());
        for (int seed = 0; seed < SPOILT; seed++) {
            String file = files.get(seed % files.size());
            TreeMap<String, String> spoilt = new TreeMap<>(good.files());
            int number = seed;
            spoilt.computeIfPresent(file, (_, text) -> new Spoiler(number).spoil(text));
            everybodyAnswers(
                    PackFiles.of(good.name(), spoilt), "seed %d of %s".formatted(seed, file));
        }
    }

    @Test
    void deep_nesting_long_lines_and_bombs_are_answered() {
        String laughs =
                """
                a: &a [x, x, x, x, x, x, x, x, x]
                b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
                c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
                d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
                e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
                f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
                g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
                """;
        for (String file : FILES) {
            for (String text :
                    List.of(
                            laughs,
                            "[".repeat(100_000),
                            "{a: ".repeat(50_000),
                            "- ".repeat(100_000),
                            "a: ".repeat(10_000),
                            "x".repeat(600_000),
                            "a: \"" + "\\x00".repeat(50_000) + "\"",
                            "&a [*a]",
                            "? ? ? ? ?",
                            "\n".repeat(600_000))) {
                everybodyAnswers(with(file, text), file + " " + text.substring(0, 4));
            }
        }
    }

    private static final List<String> FILES =
            List.of(
                    "pack.yml",
                    "triggers.yml",
                    "decisions.yml",
                    "runbooks.yml",
                    "checks.yml",
                    "notifications.yml");

    @Test
    void deep_expressions_are_answered() {
        for (String deep :
                List.of(
                        "(".repeat(20_000) + "1" + ")".repeat(20_000),
                        "-".repeat(20_000) + "1",
                        "1" + " + 1".repeat(20_000),
                        "abs(".repeat(20_000) + "1" + ")".repeat(20_000),
                        "!".repeat(20_000) + "true",
                        "x" + ".a".repeat(20_000),
                        "[".repeat(20_000),
                        "x{" + "a=\"b\",".repeat(20_000) + "}",
                        "true" + " && true".repeat(20_000))) {
            everybodyAnswers(
                    with(
                            "triggers.yml",
                            "groups:\n  - name: g\n    rules:\n      - {alert: A, expr: '%s'}\n"
                                    .formatted(deep)),
                    "PromQL " + deep.substring(0, 8));
            everybodyAnswers(
                    with(
                            "decisions.yml",
                            "matrix:\n  - {name: r, when: '%s', severity: P1, impact: x, action: ask, runbook: b}\n"
                                    .formatted(deep)),
                    "CEL " + deep.substring(0, 8));
        }
    }

    private static PackFiles with(String file, String text) {
        TreeMap<String, String> files = new TreeMap<>();
        files.put("pack.yml", "system: shop\nenvironments: {production: {components: [a]}}\n");
        files.put(file, text);
        return PackFiles.of("shop", files);
    }

    private void everybodyAnswers(PackFiles pack, String what) {
        for (Desk desk : desks) {
            inTime(desk.service() + ": " + what, () -> desk.check(pack));
        }
        inTime(
                "trigger-detector: " + what,
                () -> {
                    PackDesk detector = new PackDesk(new NoLog(), _ -> {}, CLOCK);
                    detector.caughtUp();
                    detector.offered(1, pack);
                });
    }

    private static void inTime(String what, Runnable check) {
        // Of the processor: what others do on this machine does not count.
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        assertThatCode(check::run).as(what).doesNotThrowAnyException();
        assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - start))
                .as(what)
                .isLessThan(SOON);
    }
}
