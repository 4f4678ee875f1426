package dev.holdfast.verifier.io.every;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.domain.file.ChecksFile;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.every.Mischief.How;
import dev.holdfast.verifier.io.every.Target.Side;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Every kind of check that speaks to a server, before a real server that is well, that is not, that is
/// gone, slow, lying and half-broken; and a thousand of them broken at a place that a seed chose.
@NullUnmarked // everything is started once for all tests
class EveryKindTest {
    private static final int BROKEN = Integer.getInteger("holdfast.broken", 1_000);
    private static final int AT_ONCE = 48;

    /// Those that ask no server over TCP: [OtherKindsTest] has them.
    private static final Set<String> OTHERS =
            Set.of(
                    "tcp",
                    "dns",
                    "docker",
                    "command",
                    "backup",
                    "environment",
                    "attested",
                    "callback");

    /// Those whose program may be missing on this machine.
    private static final Set<String> INSTALLED = Set.of("metrics", "alert", "redis");

    @TempDir static Path folder;
    private static Things things;
    private static List<Target> targets;

    @BeforeAll
    static void start() throws Exception {
        things = new Things(folder);
        targets = new ArrayList<>(SqlTargets.start(things));
        targets.addAll(HttpTargets.start(things));
        targets.addAll(ToolTargets.start(things));
    }

    @AfterAll
    static void stop() throws Exception {
        things.end();
    }

    static List<Target> targets() {
        return targets;
    }

    @Test
    void no_kind_is_missing() {
        Set<String> here = new TreeSet<>(OTHERS);
        targets.forEach(t -> here.add(t.kind()));
        here.addAll(INSTALLED);
        assertThat(here).isEqualTo(new TreeSet<>(ChecksFile.kinds()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void passes_and_fails_when_it_should(Target target) {
        target.trial(Side.GOOD, target.port(Side.GOOD)).passes();
        target.trial(Side.BAD, target.port(Side.BAD)).fails("");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void is_inconclusive_when_its_target_is_gone(Target target) {
        target.trial(Side.GOOD, Silence.nobody()).isInconclusive("");
    }

    @Test
    void is_inconclusive_when_its_target_is_slow() throws Exception {
        allInconclusive(List.of(How.STALL), false);
    }

    @Test
    void is_inconclusive_when_its_target_lies() throws Exception {
        allInconclusive(List.of(How.PAGE, How.WELCOME, How.NOISE), false);
    }

    @Test
    void is_inconclusive_when_half_of_an_answer_comes() throws Exception {
        allInconclusive(List.of(How.CUT, How.RESET, How.STALL), true);
    }

    /// Of every kind, well or not, broken in each of these ways.
    private static void allInconclusive(List<How> ways, boolean half) throws Exception {
        List<Broken> all = new ArrayList<>();
        for (Target target : targets) {
            for (Side side : Side.values()) {
                long after = half ? whole(target, side) / 2 : 0;
                ways.forEach(how -> all.add(new Broken(target, side, how, after, 17)));
            }
        }
        List<Finding> findings = ask(all);
        for (int i = 0; i < all.size(); i++) {
            assertThat(findings.get(i).verdict())
                    .as("%s: %s", all.get(i), findings.get(i))
                    .isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    /// Asks it through a server in the middle, and says how many bytes came.
    private static long whole(Target target, Side side) {
        try (Mischief middle = new Mischief(target, target.port(side), How.NOTHING, 0, 0)) {
            Verdict verdict = target.trial(side, middle.port()).ask().verdict();
            assertThat(verdict).isEqualTo(side == Side.GOOD ? Verdict.PASSED : Verdict.FAILED);
            return middle.passed();
        }
    }

    /// One asking of a target that breaks.
    private record Broken(Target target, Side side, How how, long after, long seed) {
        /// PostgreSQL's driver waits for more when it is told nonsense, as for silence.
        private Duration patience() {
            return switch (how) {
                case NOTHING, CUT, RESET -> Duration.ofSeconds(8);
                case STALL, NOISE, PAGE, WELCOME -> Duration.ofMillis(300);
            };
        }

        Finding ask() {
            try (Mischief middle = new Mischief(target, target.port(side), how, after, seed)) {
                return target.trial(side, middle.port()).timeout(patience()).ask();
            }
        }
    }

    /// Of a bad target never `passed`, wherever its answer ends; of a good one never `failed`, since
    /// what did not come says nothing.
    @Test
    void of_a_thousand_broken_targets_none_passes_that_is_bad_and_none_fails_that_is_good()
            throws Exception {
        long seed = Long.getLong("holdfast.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Map<Side, Long>> lengths = new ArrayList<>();
        for (Target target : targets) {
            Map<Side, Long> length = new EnumMap<>(Side.class);
            for (Side side : Side.values()) {
                length.put(side, whole(target, side));
            }
            lengths.add(length);
        }
        List<How> ways = List.of(How.values());
        List<Broken> all = new ArrayList<>();
        for (int i = 0; i < BROKEN; i++) {
            int t = i % targets.size();
            Side side = random.nextInt(3) == 0 ? Side.GOOD : Side.BAD;
            How how = ways.get(random.nextInt(ways.size()));
            long after = random.nextLong(lengths.get(t).get(side) + 20);
            all.add(new Broken(targets.get(t), side, how, after, random.nextLong()));
        }
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        List<Finding> findings = ask(all);
        for (int i = 0; i < all.size(); i++) {
            Verdict never = all.get(i).side() == Side.GOOD ? Verdict.FAILED : Verdict.PASSED;
            assertThat(findings.get(i).verdict())
                    .as("seed %d, number %d: %s: %s", seed, i, all.get(i), findings.get(i))
                    .isNotEqualTo(never);
            verdicts.merge(findings.get(i).verdict(), 1, Integer::sum);
        }
        System.out.println("%d broken targets, seed %d: %s".formatted(BROKEN, seed, verdicts));
    }

    private static List<Finding> ask(List<Broken> all) throws Exception {
        Semaphore places = new Semaphore(AT_ONCE);
        List<Future<Finding>> running = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Broken broken : all) {
                places.acquire();
                running.add(
                        threads.submit(() -> {
                            try {
                                return broken.ask();
                            } finally {
                                places.release();
                            }
                        }));
            }
            for (Future<Finding> f : running) {
                findings.add(f.get());
            }
        }
        return findings;
    }
}
