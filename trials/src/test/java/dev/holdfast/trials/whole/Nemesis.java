package dev.holdfast.trials.whole;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.local.Service;
import dev.holdfast.trials.whole.Fault.Kind;
import dev.holdfast.trials.whole.History.Trouble;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Does a schedule of faults to a house, each in a thread of its own, and puts everything right at
/// the end. What one victim already suffers is not done to it a second time.
final class Nemesis {
    private static final int REPEATS = 20;

    private final WholeHouse house;
    private final Ground ground;
    private final History history;
    private final Set<Service> hurt = EnumSet.noneOf(Service.class);
    private final Set<Kind> everywhere = EnumSet.noneOf(Kind.class);
    private final List<Tenant> tenants;

    Nemesis(WholeHouse house, Ground ground, History history, List<Tenant> tenants) {
        this.house = house;
        this.ground = ground;
        this.history = history;
        this.tenants = tenants;
    }

    /// Returns when the last fault has been taken back; how many were done.
    int does(List<Fault> schedule) throws InterruptedException, ExecutionException {
        Instant begin = Instant.now();
        int done = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all =
                    schedule.stream()
                            .map(f -> threads.submit(at(begin.plus(f.after()), f)))
                            .toList();
            for (Future<Boolean> f : all) {
                done += Boolean.TRUE.equals(f.get()) ? 1 : 0;
            }
        }
        for (Service s : Service.values()) {
            house.awaitReady(s);
        }
        history.notes("nemesis", "all is well again");
        return done;
    }

    private Callable<Boolean> at(Instant when, Fault fault) {
        return () -> {
            passes(Duration.between(Instant.now(), when));
            if (!takes(fault)) {
                return false;
            }
            Instant from = Instant.now();
            history.notes("nemesis", fault.toString());
            try {
                suffers(fault);
            } finally {
                gives(fault);
                history.troubled(new Trouble(from, Instant.now(), fault));
                history.notes("nemesis", "over: " + fault);
            }
            return true;
        };
    }

    /// Faults come when they come: no condition is awaited.
    private static void passes(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, time.toMillis()));
    }

    private synchronized boolean takes(Fault fault) {
        boolean broker = fault.kind() == Kind.BROKER_KILLED || fault.kind() == Kind.BROKER_FROZEN;
        if (broker
                && (everywhere.contains(Kind.BROKER_KILLED)
                        || everywhere.contains(Kind.BROKER_FROZEN))) {
            return false;
        }
        Service victim = fault.victim();
        return victim == null ? everywhere.add(fault.kind()) : hurt.add(victim);
    }

    private synchronized void gives(Fault fault) {
        if (fault.victim() == null) {
            everywhere.remove(fault.kind());
        } else {
            hurt.remove(fault.victim());
        }
    }

    private void suffers(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case KILLED -> {
                house.kills(victim(fault));
                passes(fault.lasts());
                house.launch(victim(fault));
                back(victim(fault));
            }
            case FROZEN -> {
                ServiceProcess process = house.process(victim(fault));
                process.pauses();
                passes(fault.lasts());
                process.resumes();
            }
            case DATABASE_CUT, BROKER_CUT, DATABASE_MUTE, BROKER_MUTE -> passage(fault);
            case DATABASE_KILLED -> {
                ground.killsDatabase();
                passes(fault.lasts());
                ground.startsDatabase();
            }
            case BROKER_KILLED -> {
                ground.killsBroker();
                passes(fault.lasts());
                ground.startsBroker();
            }
            case BROKER_FROZEN -> {
                Signals.stop(ground.brokerPid());
                passes(fault.lasts());
                Signals.resume(ground.brokerPid());
            }
            case SECOND_INSTANCE -> {
                ServiceProcess another = house.launchesAnother(victim(fault));
                passes(fault.lasts().multipliedBy(3));
                another.kill();
            }
            case REPEATED -> repeats(fault);
            case LATE_SAMPLES -> tenants.forEach(InputTest::hearsOldNews);
        }
    }

    private void repeats(Fault fault) {
        try {
            house.wire().repeats(ours(fault), REPEATS);
        } catch (IllegalStateException e) {
            history.notes("nemesis", "no broker to repeat it to: " + e.getMessage());
        }
    }

    private void passage(Fault fault) throws InterruptedException {
        boolean database = fault.kind().needsDatabase();
        Passage passage = database ? ground.database(victim(fault)) : ground.broker(victim(fault));
        if (fault.kind() == Kind.DATABASE_CUT || fault.kind() == Kind.BROKER_CUT) {
            passage.cuts();
        } else {
            passage.holds(fault.way());
        }
        passes(fault.lasts());
        passage.heals();
    }

    /// A start may meet a broker or a database that is away itself: only a service that gives up is
    /// wrong, and [Judgement] sees that at the end.
    private void back(Service s) throws InterruptedException {
        for (int tries = 0; tries < 100 && !house.answers(s); tries++) {
            passes(Duration.ofMillis(100));
        }
    }

    private static Topic ours(Fault fault) {
        return Wire.OURS.get((int) (fault.lasts().toMillis() % Wire.OURS.size()));
    }

    private static Service victim(Fault fault) {
        return Objects.requireNonNull(fault.victim(), fault.toString());
    }
}
