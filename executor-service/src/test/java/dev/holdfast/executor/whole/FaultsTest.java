package dev.holdfast.executor.whole;

import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.executor.whole.specimen.Specimen;
import dev.holdfast.executor.whole.specimen.Specimens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Real executors are killed, frozen past their lease, cut from the database or from the broker, each
/// time while every kind of action stands at the same boundary of its journal. A second executor takes
/// over; then the first comes back. Nothing is done twice, nothing is lost, everything ends in time.
///
/// `-Dholdfast.faults=all` strikes at every boundary and at moments by chance with every fault, for every
/// kind of action whose target can be made here; `kinds` strikes as few times as usual, but every kind.
/// `-Dholdfast.faults.lease=60s` takes another lease.
class FaultsTest {
    private static final String DATABASE = "executor_faults";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HOW = System.getProperty("holdfast.faults", "few");
    private static final boolean ALL = HOW.equals("all");
    private static final long SEED = Long.getLong("holdfast.faults.seed", 20_261_120);
    private static final Random CHANCE = new Random(SEED);

    /// From the order on; by then most of the quick ones have ended.
    private static final int LATEST_MILLIS = 2_500;

    private static final String LEASE = System.getProperty("holdfast.faults.lease", "2s");

    @TempDir private Path home;

    /// An executor, and its own way to the database.
    private record Manned(ChildExecutor executor, Cable database) implements AutoCloseable {
        long pid() {
            return executor.pid();
        }

        @Override
        public void close() throws IOException {
            executor.close();
            database.close();
        }
    }

    private final List<Manned> crew = new ArrayList<>();
    private int started;
    private int waves;
    private final StringBuilder table = new StringBuilder();

    @Test
    void nothing_is_done_twice_or_lost_wherever_an_executor_is_struck() throws Exception {
        home = home.toRealPath();
        Files.writeString(home.resolve("tokens"), Tokens.hash("test-token") + " robin admin\n");
        LocalPostgres.shared().createDatabase(DATABASE);
        List<Integer> ports = Ports.free(4);
        String listeners =
                """
                listeners=PLAINTEXT://127.0.0.1:%1$d,CABLE://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%4$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,CABLE://127.0.0.1:%3$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CABLE:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                controller.quorum.voters=1@127.0.0.1:%4$d
                """
                        .formatted(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
        try (LocalKafka kafka =
                        LocalKafka.start(home.resolve("kafka"), ports.getFirst(), listeners);
                Cable broker = new Cable(ports.get(2), ports.get(1))) {
            manned(broker);
            strikes(kafka, broker);
        } finally {
            for (Manned m : crew) {
                m.close();
            }
        }
    }

    private void strikes(LocalKafka kafka, Cable broker) throws Exception {
        try (CommitGate gate = new CommitGate(DATABASE)) {
            List<Strike> strikes = plannedStrikes();
            for (Strike strike : strikes) {
                String system = "wave-%d".formatted(++waves);
                try (Wave wave = new Wave(system, home, kafka.bootstrapServers())) {
                    wave.plans(specimens());
                    long begun = System.nanoTime();
                    if (strike.at() == Boundary.ANYWHERE) {
                        wave.orders();
                        Thread.sleep(CHANCE.nextInt(LATEST_MILLIS));
                    } else {
                        gate.shut(strike.at().line());
                        wave.orders();
                        await().atMost(PATIENCE).until(() -> gate.waiting() >= wave.size());
                    }
                    struck(busiest(gate.owners(system)), strike, wave, gate, broker);
                    wave.judges("seed %d, %s".formatted(SEED, strike));
                    tells(strikes.size(), strike, wave, begun);
                }
                if (waves < strikes.size()) {
                    manned(broker);
                }
            }
        }
    }

    /// In the long forms: a line as soon as a strike is over, and all of them at the end.
    private void tells(int strikes, Strike strike, Wave wave, long begun) {
        if (HOW.equals("few")) {
            return;
        }
        String row =
                "%-18s %-16s %4d kinds, done twice 0, lost 0, late 0, left to a person %d, in %4.1f s"
                        .formatted(
                                strike.fault(),
                                strike.at(),
                                wave.size(),
                                wave.size() - wave.completed(),
                                (System.nanoTime() - begun) / 1e9);
        System.out.printf("%d of %d: %s%n", waves, strikes, row);
        table.append(row).append(System.lineSeparator());
        if (waves == strikes) {
            System.out.printf(
                    "%n%sNot made here: %s%nSeed %d, lease %s%n", table, wave.left(), SEED, LEASE);
        }
    }

    /// The one that holds most of the rollbacks.
    private Manned busiest(List<String> owners) {
        return crew.stream()
                .max(
                        Comparator.comparingLong(m ->
                                owners.stream()
                                        .filter(o -> o.contains("@" + m.pid() + "-"))
                                        .count()))
                .orElseThrow();
    }

    private static List<Specimen> specimens() {
        return HOW.equals("few") ? Specimens.few() : Specimens.all();
    }

    private record Strike(Fault fault, Boundary at) {}

    private static List<Strike> plannedStrikes() {
        if (!ALL) {
            return List.of(
                    new Strike(Fault.FROZEN, Boundary.INTENT_WRITTEN),
                    new Strike(Fault.CUT_FROM_DATABASE, Boundary.OUTCOME_LOST),
                    new Strike(Fault.CUT_FROM_BROKER, Boundary.INTENT_LOST),
                    new Strike(Fault.KILLED, Boundary.OUTCOME_WRITTEN));
        }
        List<Strike> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Boundary at : Boundary.values()) {
                all.add(new Strike(fault, at));
            }
        }
        return all;
    }

    /// The fault strikes, the other ends what can be ended, and the struck one comes back.
    private void struck(Manned one, Strike strike, Wave wave, CommitGate gate, Cable broker)
            throws Exception {
        if (strike.at().written()) {
            one.database().hold();
            gate.open();
            await().atMost(PATIENCE)
                    .until(() -> gate.lines(wave.system(), strike.at().line()) >= wave.size());
        }
        switch (strike.fault()) {
            case KILLED -> {
                one.executor().kill();
                crew.remove(one);
            }
            case FROZEN -> one.executor().freeze();
            case CUT_FROM_DATABASE -> one.database().cut();
            case CUT_FROM_BROKER -> broker.cut();
        }
        if (!strike.at().written() && strike.at() != Boundary.ANYWHERE) {
            gate.lose();
            gate.open();
        }
        one.database().release();
        await().atMost(PATIENCE).until(() -> gate.open(wave.system()) == 0);
        switch (strike.fault()) {
            case KILLED -> one.close();
            case FROZEN -> one.executor().thaw();
            case CUT_FROM_DATABASE -> one.database().mend();
            case CUT_FROM_BROKER -> broker.mend();
        }
        await().atMost(PATIENCE).until(() -> crew.stream().allMatch(m -> m.executor().quiet()));
    }

    /// Two are at work.
    private void manned(Cable broker) throws Exception {
        while (crew.size() < 2) {
            Cable database = new Cable(0, LocalPostgres.shared().port());
            Path folder = Files.createDirectories(home.resolve("executor-" + ++started));
            Map<String, String> settings =
                    Map.of(
                            "HOLDFAST_KAFKA",
                            "127.0.0.1:" + broker.port(),
                            "HOLDFAST_POSTGRES_PORT",
                            Integer.toString(database.port()),
                            "HOLDFAST_POSTGRES_CONNECTIONS",
                            "60",
                            "HOLDFAST_TOKENS",
                            home.resolve("tokens").toString(),
                            "HOLDFAST_LEASE",
                            LEASE);
            crew.add(new Manned(ChildExecutor.start(folder, DATABASE, settings), database));
        }
        for (Manned m : crew) {
            await().atMost(PATIENCE).until(m.executor()::ready);
        }
    }
}
