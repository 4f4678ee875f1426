package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The errands of a service, each held by lease and epoch. A holder may freeze in the middle: then
/// time passes for everybody else.
final class Errands {
    static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DEEPEST = 3;

    private record Key(Scope scope, String name) {}

    private static final class Row {
        Instant due = Instant.MAX;
        long asked;
        long epoch;
        @Nullable Instant leaseUntil;
        @Nullable Frame holder;
    }

    private final Simulation simulation;
    private final Room room;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private final List<Frame> running = new ArrayList<>();
    private long epochs;

    Errands(Simulation simulation, Room room) {
        this.simulation = simulation;
        this.room = room;
    }

    void ask(Scope scope, String name, Instant due) {
        Key key = new Key(scope, name);
        Row row = rows.computeIfAbsent(key, _ -> new Row());
        row.asked++;
        row.due = due.isBefore(row.due) ? due : row.due;
        wake(key, row.due);
    }

    void wakeAll() {
        List.copyOf(rows.entrySet()).forEach(e -> wake(e.getKey(), e.getValue().due));
    }

    void forget() {
        rows.clear();
    }

    /// The process that held them is dead; or the other one of two, which renews nothing of these.
    void died(boolean all) {
        if (all) {
            running.forEach(f -> {
                f.killed = true;
                f.renewing = false;
            });
        }
    }

    private void wake(Key key, Instant due) {
        Instant soonest = simulation.now().plusMillis(1 + simulation.chance().below(5));
        simulation.at(due.isBefore(soonest) ? soonest : due, () -> room.alive(() -> claim(key)));
    }

    private void claim(Key key) {
        Row row = rows.get(key);
        if (row == null || !room.reachesDatabase() || row.due.isAfter(simulation.now())) {
            return;
        }
        Instant now = simulation.now();
        boolean alive = row.holder != null && row.holder.renewing;
        boolean leased = row.leaseUntil != null && !row.leaseUntil.isBefore(now);
        if ((alive || leased) && !simulation.is(Mutant.LEASE_TWICE)) {
            Instant free = row.leaseUntil == null ? now : row.leaseUntil;
            wake(key, (free.isAfter(now) ? free : now).plusMillis(500));
            return;
        }
        if (row.holder != null && row.holder.renewing) {
            throw Promises.heldTwice(room.desk().service(), key.scope(), key.name());
        }
        row.epoch = ++epochs;
        boolean resumed = row.leaseUntil != null;
        row.leaseUntil = now.plus(LEASE);
        wake(key, row.leaseUntil.plusMillis(1 + simulation.chance().below(500)));
        Frame frame = new Frame(row.epoch, row.leaseUntil, resumed);
        row.holder = frame;
        running.add(frame);
        Frame before = simulation.holding();
        try {
            carryOut(key, row, frame);
        } finally {
            simulation.holding(before);
            running.remove(frame);
            if (row.holder == frame) {
                row.holder = null;
            }
        }
    }

    private void carryOut(Key key, Row row, Frame frame) {
        long asked = row.asked;
        Instant claimed = simulation.now();
        simulation.holding(frame);
        Next next;
        try {
            next = room.desk().run(new Held(key, row, frame, claimed));
        } catch (Errand.Fenced _) {
            return;
        } catch (Away _) {
            return; // the lease runs out by itself
        } catch (RuntimeException e) {
            throw Promises.errandFailed(room.desk().service(), key.name(), e);
        }
        if (row.epoch != frame.epoch) {
            return;
        }
        switch (next) {
            case Next.Done _ -> {
                if (row.asked == asked) {
                    rows.remove(key, row);
                } else {
                    again(key, row, claimed);
                }
            }
            case Next.Again(Instant at) -> again(key, row, row.asked == asked ? at : row.due);
        }
    }

    private void again(Key key, Row row, Instant due) {
        row.leaseUntil = null;
        row.due = due;
        wake(key, due);
    }

    private final class Held implements Errand {
        private final Key key;
        private final Row row;
        private final Frame frame;
        private final Instant claimedAt;

        Held(Key key, Row row, Frame frame, Instant claimedAt) {
            this.key = key;
            this.row = row;
            this.frame = frame;
            this.claimedAt = claimedAt;
        }

        @Override
        public Scope scope() {
            return key.scope();
        }

        @Override
        public String name() {
            return key.name();
        }

        @Override
        public long epoch() {
            return frame.epoch;
        }

        @Override
        public Instant claimedAt() {
            return claimedAt;
        }

        @Override
        public boolean resumed() {
            return frame.resumed;
        }

        @Override
        public boolean held() {
            mayFreeze(frame);
            return simulation.is(Mutant.LEASE_NOT_ASKED)
                    || simulation.is(Mutant.NO_FENCING)
                    || simulation.now().isBefore(frame.heldUntil);
        }

        @Override
        public <T> T write(Function<Work, T> body) {
            mayFreeze(frame);
            Instant end = simulation.now().plus(PATIENCE);
            while (room.databaseCut() && simulation.now().isBefore(end)) {
                pause(frame, Duration.ofSeconds(1), true);
            }
            if (row.epoch != frame.epoch && !simulation.is(Mutant.NO_FENCING)) {
                throw new Fenced(key.scope(), key.name(), frame.epoch, row.epoch);
            }
            return room.in(key.scope(), body);
        }
    }

    private void mayFreeze(Frame frame) {
        if (simulation.chance().oneIn(simulation.faults().freeze())) {
            pause(frame, simulation.chance().millis(100, 20_000), true);
        }
    }

    /// Time passes for the others while this holder stands still, or waits for a slow answer.
    ///
    /// @param frozen its process does not renew the lease meanwhile
    void pause(Frame frame, Duration time, boolean frozen) {
        if (!simulation.deeper(DEEPEST)) {
            return;
        }
        frame.renewing = !frozen;
        try {
            simulation.passesWithin(time);
        } finally {
            simulation.shallower();
            simulation.holding(frame);
        }
        if (frame.killed) {
            throw new Crash("in the middle of an errand");
        }
        if (frame.renewing) {
            frame.renewing = false;
            frame.heldUntil = simulation.now().plus(LEASE);
            for (Row row : rows.values()) {
                if (row.holder == frame) {
                    row.leaseUntil = frame.heldUntil;
                }
            }
        }
    }
}
