package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A house of its own, a seeded schedule of faults, a seeded life of releases, failures and approvals;
/// then everything is put right, and all that was said is judged by what must always hold.
///
/// By command alone: `-Dtest.excluded= -Dnemesis.seed=5`, longer with `-Dnemesis.seconds=600 -Dnemesis.systems=6`.
@Tag("nemesis")
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // begins
class NemesisTest {
    private static final long SEED = Long.getLong("nemesis.seed", 1);
    private static final int SECONDS = Integer.getInteger("nemesis.seconds", 10);
    private static final int SYSTEMS = Integer.getInteger("nemesis.systems", 3);
    private static final boolean LONG = SECONDS > 60;
    private static final Duration SETTLES = Duration.ofSeconds(LONG ? 300 : 150);
    private static final int SHOWN = 80;

    private static final String MANY = WholePack.AUTOMATIC.replace("{system: 5,", "{system: 1000,");
    private static final String ASKS =
            WholePack.BY_APPROVAL
                    .replace("{system: 5,", "{system: 1000,")
                    .replace("within: 2m", "within: 20s");

    private final History history = new History();
    private Ground ground;
    private WholeHouse house;

    @BeforeAll
    void begins(@TempDir Path folder) {
        ground = new Ground(folder);
        house = WholeHouse.over(ground.backends(), "nemesis");
    }

    @AfterAll
    void ends() {
        if (house != null) {
            house.close();
        }
        if (ground != null) {
            ground.close();
        }
    }

    @Test
    @Order(1)
    @Execution(ExecutionMode.SAME_THREAD)
    void a_rollback_that_runs_needs_no_broker_and_is_told_when_there_is_one_again() {
        try (Tenant shop = Tenant.well(house, "no-broker", WholePack.AUTOMATIC)) {
            shop.world().holdsReloads();
            shop.deploys("v42").failing("v42", 0.3);
            Tenant.waiting().until(shop.world()::isReloading);

            ground.broker(Service.EXECUTOR).cuts();
            shop.world().letsGo();
            Tenant.waiting().until(() -> completed(shop));

            assertThat(shop.world().running()).isEqualTo("v41");
            assertThat(shop.events(RollbackCompleted.class)).isEmpty();
            ground.broker(Service.EXECUTOR).heals();
            shop.awaits(IncidentResolved.class);
            Testimony.healedOnce(shop);
            Testimony.gaplessButForRepeats(shop);
        }
    }

    /// As the executor's own database knows it.
    private boolean completed(Tenant shop) {
        Reply reply = house.get(Service.EXECUTOR, "/api/rollbacks", WholeHouse.ROOT);
        for (JsonNode rollback : reply.json()) {
            String text = rollback.toString();
            if (text.contains(shop.scope().system()) && text.contains("\"is\":\"completed\"")) {
                return true;
            }
        }
        return false;
    }

    @Test
    @Order(2)
    @Execution(ExecutionMode.SAME_THREAD)
    void whatever_is_done_to_the_house_what_must_hold_holds() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Life> lives = lives(threads);
            try {
                int faults = hurts(lives, threads);
                settles(lives);
                boolean heals = lives.getFirst().fails(SETTLES);
                List<String> wrong = judged(lives);
                if (!heals) {
                    wrong.add("in the end the house does not put back what fails");
                }
                tells(lives, faults, wrong);
            } finally {
                // Also of a run that broke off there is something to read.
                var _ = history.written(file(), house.wire().heard(), "nemesis", SHOWN);
                lives.forEach(l -> l.tenant().close());
            }
        }
    }

    /// Systems that heal by themselves, with people's leave, and not at all.
    private List<Life> lives(ExecutorService threads) throws Exception {
        List<String> kinds = List.of(MANY, ASKS, MANY.replace("automatic}", "observe}"));
        Duration patience = Duration.ofSeconds(LONG ? 15 : 5);
        List<Callable<Life>> all = new ArrayList<>();
        for (int i = 0; i < SYSTEMS; i++) {
            int n = i;
            String pack = kinds.get(n % kinds.size());
            all.add(() -> {
                Tenant tenant = Tenant.well(house, "nemesis" + n, pack);
                return new Life(tenant, history, SEED * 1000 + n, n % 3 != 2, patience);
            });
        }
        List<Life> lives = new ArrayList<>();
        for (Future<Life> f : threads.invokeAll(all)) {
            lives.add(f.get());
        }
        return lives;
    }

    private int hurts(List<Life> lives, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Future<?>> living = new ArrayList<>();
        for (Life life : lives) {
            living.add(
                    threads.submit(() -> {
                        life.passes();
                        return null;
                    }));
        }
        List<Fault> schedule =
                Fault.schedule(
                        SEED,
                        Duration.ofSeconds(SECONDS),
                        Duration.ofSeconds(LONG ? 8 : 3),
                        Duration.ofSeconds(LONG ? 12 : 3));
        int done =
                new Nemesis(house, ground, history, lives.stream().map(Life::tenant).toList())
                        .does(schedule);
        lives.forEach(Life::ends);
        for (Future<?> f : living) {
            f.get();
        }
        return done;
    }

    /// People see to what was left to them, and close it.
    private void settles(List<Life> lives) throws InterruptedException {
        Instant end = Instant.now().plus(SETTLES);
        while (Instant.now().isBefore(end) && !open().isEmpty()) {
            lives.forEach(Life::answers);
            for (String incident : waiting()) {
                Reply reply =
                        house.post(
                                Service.DECISION,
                                "/api/incidents/%s/close".formatted(incident),
                                WholeHouse.ADA,
                                Map.of("reason", "it is repaired"));
                history.notes("people", "close %s: %d".formatted(incident, reply.status()));
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private List<JsonNode> open() {
        Reply reply =
                Tenant.waiting()
                        .until(
                                () ->
                                        house.get(
                                                Service.DECISION,
                                                "/api/incidents",
                                                WholeHouse.ROOT),
                                r -> r.status() == 200);
        List<JsonNode> all = new ArrayList<>();
        reply.json().forEach(all::add);
        return all;
    }

    /// Those that nothing moves any more but a person.
    private List<String> waiting() {
        return open().stream()
                .filter(n ->
                        Stream.of("escalated", "withheld")
                                .anyMatch(s ->
                                        n.path("state")
                                                .asText()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .contains(s)))
                .map(n -> n.path("id").asText())
                .toList();
    }

    /// What was only on its way has time to come.
    private List<String> judged(List<Life> lives) throws InterruptedException {
        Instant end = Instant.now().plus(SETTLES);
        while (true) {
            List<String> wrong = judgedNow(lives);
            if (wrong.isEmpty() || Instant.now().isAfter(end)) {
                return wrong;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private List<String> judgedNow(List<Life> lives) {
        Judgement judgement = new Judgement(history);
        lives.forEach(judgement::of);
        List<String> wrong = new ArrayList<>(judgement.wrong());
        open().forEach(i -> wrong.add("7 terminal: still open: " + i));
        Reply audit = house.get(Service.DECISION, "/api/audit/verify", WholeHouse.ROOT);
        if (audit.status() != 200 || !audit.json().path("whole").asBoolean()) {
            wrong.add("9 audit: %d %s".formatted(audit.status(), audit.body()));
        }
        for (Service s : Service.values()) {
            if (!house.process(s).isAlive()) {
                wrong.add("0 %s has ended:%n%s".formatted(s, house.process(s).tail()));
            }
        }
        return wrong;
    }

    private Path file() {
        return house.folder().resolve("history-%d.txt".formatted(SEED));
    }

    private void tells(List<Life> lives, int faults, List<String> wrong) {
        String about =
                lives.stream()
                        .map(l -> l.tenant().scope().system())
                        .filter(s -> wrong.stream().anyMatch(w -> w.contains(s)))
                        .findFirst()
                        .orElse("nemesis");
        Path file = file();
        String last = history.written(file, house.wire().heard(), about, SHOWN);
        long orders =
                lives.stream()
                        .mapToLong(l -> l.tenant().events(RollbackOrdered.class).size())
                        .sum();
        String figures =
                "seed %d: %d faults in %d s, %d systems, %d events, %d orders; history in %s"
                        .formatted(
                                SEED,
                                faults,
                                SECONDS,
                                lives.size(),
                                house.wire().heard().size(),
                                orders,
                                file);
        System.out.println(figures);
        new NemesisReport(figures, history.troubles(), wrong)
                .writes(Path.of("target", "whole", "nemesis-%d.html".formatted(SEED)));
        assertThat(wrong)
                .as(
                        "%s%nagain: -Dtest.excluded= -Dnemesis.seed=%d -Dnemesis.seconds=%d -Dnemesis.systems=%d%n%s",
                        figures, SEED, SECONDS, SYSTEMS, last)
                .isEmpty();
        // A run in which nothing happens proves nothing.
        assertThat(faults).as(figures).isGreaterThan(2);
        assertThat(orders).as(figures).isPositive();
    }
}
