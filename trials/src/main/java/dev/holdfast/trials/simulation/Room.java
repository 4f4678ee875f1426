package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Reception;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// One service with its database: transactions are kept whole or not at all, events are known by
/// their ids, timers fire once, errands are leased. The process may die at any write.
final class Room implements Transactions {
    private static final Duration WAITS = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(500);

    private record Waiting(Envelope<Event> event, Instant until) {}

    private final Simulation simulation;
    private final Function<Room, Desk> opening;
    private final MemoryTables tables;
    private final Set<String> inbox = new HashSet<>();
    private final Map<Scope, Instant> lastNow = new HashMap<>();
    private final Map<Scope, List<Waiting>> aside = new LinkedHashMap<>();
    private final Readers readers;
    private final Errands errands;
    private final Timers timers;
    private final Relay relay;
    private Desk desk;
    private boolean up = true;
    private boolean databaseCut;
    private boolean brokerCut;

    private Instant wellSince;

    Room(Simulation simulation, Function<Room, Desk> opening) {
        this.simulation = simulation;
        this.opening = opening;
        this.tables = new MemoryTables(simulation.seams());
        this.desk = opening.apply(this);
        this.readers = new Readers(simulation, this);
        this.errands = new Errands(simulation, this);
        this.timers = new Timers(simulation, this);
        this.relay = new Relay(simulation, this);
        this.wellSince = simulation.now();
        simulation.broker().readBy(readers);
        simulation.after(LOOK, this::sweep);
    }

    Desk desk() {
        return desk;
    }

    MemoryTables tables() {
        return tables;
    }

    boolean reachesBroker() {
        return up && !brokerCut;
    }

    boolean reachesDatabase() {
        return up && !databaseCut;
    }

    boolean databaseCut() {
        return databaseCut;
    }

    /// Nothing keeps it from its work, and since when.
    boolean well() {
        return up && !databaseCut && !brokerCut;
    }

    Instant wellSince() {
        return wellSince;
    }

    Readers readers() {
        return readers;
    }

    boolean took(String event) {
        return inbox.contains(event);
    }

    /// The version of a pack that it works with.
    String current(Scope pack) {
        return transact(
                pack,
                work -> Packs.currentDigest(work, pack.system()).orElse("none"),
                _ -> Attempt.NOTHING,
                _ -> {});
    }

    Errands errands() {
        return errands;
    }

    boolean upToDate(Scope scope) {
        return simulation.is(Mutant.NEVER_BEHIND) || readers.upToDate(scope);
    }

    /// Loses its database, its broker, or both for a while.
    void cut(boolean database, boolean broker, Duration time) {
        databaseCut |= database;
        brokerCut |= broker;
        simulation.after(
                time,
                () -> {
                    databaseCut &= !database;
                    brokerCut &= !broker;
                    resumes();
                });
    }

    /// Does it as the process; if it dies of it, it is started anew.
    void alive(Runnable act) {
        if (!up) {
            return;
        }
        try {
            act.run();
        } catch (Crash crash) {
            dies(crash);
        } catch (Away _) {
            simulation.after(Duration.ofSeconds(1), this::resumes);
        }
    }

    /// All instances die, or the one that did it: then the other goes on after a rebalance.
    private void dies(Crash crash) {
        simulation.note(desk.service() + " dies " + crash.getMessage());
        up = false;
        errands.died(simulation.chance().oneIn(2));
        readers.rewind();
        if (simulation.is(Mutant.TIMERS_LOST)) {
            timers.forget();
        }
        if (simulation.is(Mutant.ERRANDS_LOST)) {
            errands.forget();
        }
        timers.died();
        simulation.after(
                simulation.chance().millis(100, 8_000),
                () -> {
                    up = true;
                    desk = opening.apply(this);
                    readers.started();
                    resumes();
                });
    }

    private void resumes() {
        if (well()) {
            wellSince = simulation.now();
        }
        if (reachesDatabase()) {
            errands.wakeAll();
            timers.wakeAnew();
        }
        if (reachesDatabase() && reachesBroker()) {
            readers.resume();
            relay.wake();
        }
    }

    // Transactions.

    private enum Attempt {
        KEEP,
        WAIT,
        NOTHING
    }

    /// Takes in one event as one transaction; a repeat is recognised.
    void receive(Envelope<Event> event) {
        if (inbox.contains(event.id()) && !simulation.is(Mutant.NO_DEDUPE)) {
            return;
        }
        Envelope<Event> heard = simulation.seams().heard(desk.service(), event);
        Attempt attempt =
                transact(
                        event.scope(),
                        work ->
                                Reception.receive(desk, work, heard) == Received.HANDLED
                                        ? Attempt.KEEP
                                        : Attempt.WAIT,
                        a -> a,
                        a -> took(heard, a));
        if (attempt == Attempt.KEEP) {
            offerAgain(event.scope());
        }
    }

    private void took(Envelope<Event> event, Attempt attempt) {
        inbox.add(event.id());
        if (attempt == Attempt.WAIT) {
            aside.computeIfAbsent(event.scope(), _ -> new ArrayList<>())
                    .add(new Waiting(event, simulation.now().plus(WAITS)));
        }
    }

    void receive(PackFiles pack) {
        transact(
                Scope.pack(pack.name()),
                work -> {
                    Packs.offered(work, desk, pack);
                    return Attempt.KEEP;
                },
                a -> a,
                _ -> {});
    }

    private void offerAgain(Scope scope) {
        for (Waiting w : List.copyOf(aside.getOrDefault(scope, List.of()))) {
            transact(
                    scope,
                    work ->
                            Reception.receive(desk, work, w.event()) == Received.HANDLED
                                    ? Attempt.KEEP
                                    : Attempt.NOTHING,
                    a -> a,
                    _ -> aside.getOrDefault(scope, List.of()).remove(w));
        }
    }

    private void sweep() {
        alive(() -> {
            if (reachesDatabase()) {
                List.copyOf(aside.keySet()).forEach(this::offerAgain);
                aside.values().forEach(l -> l.removeIf(w -> w.until().isBefore(simulation.now())));
            }
        });
        simulation.after(LOOK, this::sweep);
    }

    @Override
    public <T> T in(Scope scope, Function<Work, T> body) {
        return transact(scope, body::apply, _ -> Attempt.KEEP, _ -> {});
    }

    @Override
    public <T> T read(Scope scope, Function<Work, T> body) {
        if (databaseCut) {
            throw new Away(desk.service());
        }
        UnitOfWork work = open(scope);
        T answer = body.apply(work);
        work.onlyLooked();
        return answer;
    }

    @Override
    public Optional<Scope> scopeOf(Shelf<?> shelf, String id) {
        return tables.everywhere(shelf, Integer.MAX_VALUE).stream()
                .filter(s -> s.id().equals(id))
                .map(Shelved::scope)
                .min(Comparator.comparing(Scope::key));
    }

    private <T> T transact(
            Scope scope,
            Function<UnitOfWork, T> body,
            Function<T, Attempt> becomes,
            Consumer<Attempt> alsoKept) {
        if (databaseCut) {
            throw new Away(desk.service());
        }
        UnitOfWork work = open(scope);
        T answer = body.apply(work);
        Attempt attempt = becomes.apply(answer);
        if (attempt == Attempt.NOTHING) {
            return answer;
        }
        int risk = timers.firing() ? simulation.faults().crash() / 8 : simulation.faults().crash();
        boolean dies = simulation.chance().oneIn(risk);
        boolean after = dies && simulation.chance().oneIn(2);
        if (dies && !after) {
            rolledBack(work);
            throw new Crash("before a write of " + scope);
        }
        alsoKept.accept(attempt);
        if (attempt == Attempt.KEEP) {
            write(work);
        }
        if (dies) {
            throw new Crash("after a write of " + scope);
        }
        return answer;
    }

    private void rolledBack(UnitOfWork work) {
        if (simulation.is(Mutant.TORN_WRITE)) {
            relay.add(work.changes().events());
        }
        if (simulation.is(Mutant.SEQUENCE_SKIPPED)) {
            work.sequences().forEach(tables::sequence);
        }
    }

    private UnitOfWork open(Scope scope) {
        Instant now = simulation.now();
        Instant last = lastNow.get(scope);
        if (last != null && !now.isAfter(last)) {
            now = last.plusNanos(1_000);
        }
        lastNow.put(scope, now);
        return new UnitOfWork(
                tables, desk.writes(), scope, tables.lock(scope), now, upToDate(scope));
    }

    private void write(UnitOfWork work) {
        Changes c = work.changes();
        if (!readers.upToDate(work.scope())) {
            simulation.promises().decidedBehind(c.events());
        }
        c.documents()
                .forEach((place, value) -> {
                    if (simulation.seams().keeps(place)) {
                        tables.put(place, value);
                        simulation.promises().kept(desk.service(), place, value);
                    }
                });
        work.sequences().forEach(tables::sequence);
        c.timers()
                .forEach((name, due) -> {
                    timers.set(work.scope(), name, due);
                    simulation.promises().alarms().set(this, work.scope(), name, due);
                });
        c.errands().forEach((name, due) -> errands.ask(work.scope(), name, due));
        relay.add(c.events());
        c.packs().forEach(simulation.broker()::offer);
        if (!c.timers().isEmpty()) {
            timers.wake();
        }
    }

    /// Lets one timer be heard, as one transaction.
    ///
    /// @param kept done when the transaction is
    void fire(Scope scope, String name, Runnable kept) {
        transact(
                scope,
                work -> {
                    desk.due(work, name);
                    return true;
                },
                _ -> Attempt.KEEP,
                _ -> kept.run());
    }

    // What is read without a transaction.

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return tables.everywhere(shelf, limit);
    }

    @Override
    public <T> List<T> under(Scope scope, Shelf<T> shelf) {
        return tables.lying(scope, shelf).stream().map(Shelved::value).toList();
    }

    @Override
    public <T> List<Shelved<T>> under(Scope scope, Shelf<T> shelf, String after, int limit) {
        return tables.lying(scope, shelf).stream()
                .filter(s -> s.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }
}
