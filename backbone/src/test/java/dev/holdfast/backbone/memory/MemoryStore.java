package dev.holdfast.backbone.memory;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Reception;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// One service's database in memory, with the same rules as the real one: a transaction is kept
/// whole or not at all, events taken in are recognised by id, timers fire once, errands are leased.
///
/// Documents are kept as JSON text, so that what cannot be written and read again shows at once.
public final class MemoryStore implements Transactions, Tables {
    static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofSeconds(30);

    private record Waits(Envelope<Event> event, Instant until) {}

    private static final class ErrandRow {
        @Nullable Instant due;
        long epoch;
        long asked;
        int failures;
        @Nullable Instant leaseUntil;
    }

    private final Supplier<Instant> clock;
    private final BiConsumer<Topic, Envelope<?>> sent;
    private final Consumer<PackFiles> offered;
    private final Map<Place, String> documents = new LinkedHashMap<>();
    private final Map<Scope, Long> sequences = new HashMap<>();
    private final Map<Scope, Instant> lastNow = new HashMap<>();
    private final Set<String> inbox = new HashSet<>();
    private final Map<Scope, TreeMap<String, Instant>> timers = new LinkedHashMap<>();
    private final Map<Scope, TreeMap<String, ErrandRow>> errands = new LinkedHashMap<>();
    private final Map<Scope, List<Waits>> waiting = new HashMap<>();
    private final ArrayDeque<Envelope<?>> outbox = new ArrayDeque<>();
    private @Nullable Desk desk;
    private boolean upToDate = true;
    private int writes;
    private int crashAt = -1;
    private boolean crashAfter;

    /// @param sent gets each event after its commit, in order
    public MemoryStore(
            Supplier<Instant> clock,
            BiConsumer<Topic, Envelope<?>> sent,
            Consumer<PackFiles> offered) {
        this.clock = clock;
        this.sent = sent;
        this.offered = offered;
    }

    /// Gives the store its desk; a restarted service brings a new one.
    public void serve(Desk newDesk) {
        this.desk = newDesk;
    }

    public Desk desk() {
        if (desk == null) {
            throw new IllegalStateException("The store has no desk yet: call serve first");
        }
        return desk;
    }

    /// As after a start, while older events are unread.
    public void upToDate(boolean yes) {
        upToDate = yes;
    }

    /// Dies at the n-th durable write from now (1 is the next): before it is kept, or just after.
    public void crashAtWrite(int n, boolean after) {
        crashAt = writes + n;
        crashAfter = after;
    }

    /// Durable writes so far.
    public int writes() {
        return writes;
    }

    /// Takes in an event; a repeat is recognised.
    public void receive(Envelope<Event> event) {
        transact(
                event.scope(),
                work -> {
                    if (inbox.contains(event.id())) {
                        return Attempt.NOTHING;
                    }
                    Received r = Reception.receive(desk(), work, event);
                    return r == Received.HANDLED ? Attempt.KEEP : Attempt.WAIT;
                },
                attempt -> {
                    inbox.add(event.id());
                    if (attempt == Attempt.WAIT) {
                        waiting.computeIfAbsent(event.scope(), _ -> new ArrayList<>())
                                .add(new Waits(event, clock.get().plus(WAIT)));
                    }
                });
        offerAgain(event.scope());
    }

    /// Takes in a version of a pack.
    public void receive(PackFiles pack) {
        transact(
                Scope.pack(pack.name()),
                work -> {
                    Packs.offered(work, desk(), pack);
                    return Attempt.KEEP;
                },
                _ -> {});
    }

    private void offerAgain(Scope scope) {
        List<Waits> list = waiting.getOrDefault(scope, new ArrayList<>());
        for (Waits w : List.copyOf(list)) {
            transact(
                    scope,
                    work ->
                            Reception.receive(desk(), work, w.event()) == Received.HANDLED
                                    ? Attempt.KEEP
                                    : Attempt.NOTHING,
                    attempt -> {
                        if (attempt == Attempt.KEEP) {
                            list.remove(w);
                        }
                    });
        }
        list.removeIf(w -> w.until().isBefore(clock.get()));
    }

    /// Fires every timer that is due, in order of time, and answers how many.
    public int fireTimers() {
        int fired = 0;
        for (Scope scope : List.copyOf(timers.keySet())) {
            List<Map.Entry<String, Instant>> due =
                    timersOf(scope).entrySet().stream()
                            .filter(t -> !t.getValue().isAfter(clock.get()))
                            .map(t -> Map.entry(t.getKey(), t.getValue()))
                            .sorted(Map.Entry.comparingByValue())
                            .toList();
            for (Map.Entry<String, Instant> t : due) {
                fired += fire(scope, t.getKey(), t.getValue());
            }
        }
        return fired;
    }

    private int fire(Scope scope, String name, Instant due) {
        if (desk().timersWaitForEvents() && !upToDate) {
            return 0;
        }
        Map<String, Instant> mine = timers.get(scope);
        if (mine == null || !due.equals(mine.get(name))) {
            return 0;
        }
        transact(
                scope,
                work -> {
                    desk().due(work, name);
                    return Attempt.KEEP;
                },
                _ -> mine.remove(name),
                true);
        return 1;
    }

    /// Runs every errand that is due and not leased, once, and answers how many.
    public int runErrands() {
        int ran = 0;
        for (Scope scope : List.copyOf(errands.keySet())) {
            for (String name : List.copyOf(errandsOf(scope).keySet())) {
                ran += runErrand(scope, name);
            }
        }
        return ran;
    }

    private int runErrand(Scope scope, String name) {
        ErrandRow row = errandsOf(scope).get(name);
        if (row == null) {
            return 0;
        }
        Instant now = clock.get();
        boolean leased = row.leaseUntil != null && row.leaseUntil.isAfter(now);
        if (row.due == null || row.due.isAfter(now) || leased) {
            return 0;
        }
        row.epoch++;
        row.leaseUntil = now.plus(LEASE);
        long asked = row.asked;
        long epoch = row.epoch;
        Next next;
        try {
            next = desk().run(new MemoryErrand(scope, name, epoch, now, row));
        } catch (Errand.Fenced _) {
            return 1;
        } catch (RuntimeException e) {
            row.failures++;
            row.due = clock.get().plusMillis(Math.min(30_000, 1000L << Math.min(5, row.failures)));
            row.leaseUntil = null;
            lastFailure = e;
            return 1;
        }
        if (row.epoch == epoch) {
            row.leaseUntil = null;
            row.failures = 0;
            if (row.asked == asked) {
                row.due =
                        switch (next) {
                            case Next.Done _ -> null;
                            case Next.Again(Instant at) -> at;
                        };
            }
        }
        return 1;
    }

    private @Nullable RuntimeException lastFailure;

    /// What the last failed errand threw, to look at in a test.
    public Optional<RuntimeException> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /// When something is next to be done, if ever.
    public Optional<Instant> nextDue() {
        List<Instant> due = new ArrayList<>();
        if (upToDate || !desk().timersWaitForEvents()) {
            timers.values().forEach(t -> due.addAll(t.values()));
        }
        errands.values()
                .forEach(byName ->
                        byName.values()
                                .forEach(e -> {
                                    if (e.due != null) {
                                        due.add(later(e.due, e.leaseUntil));
                                    }
                                }));
        return due.stream().min(Comparator.naturalOrder());
    }

    private static Instant later(Instant a, @Nullable Instant b) {
        return b == null || a.isAfter(b) ? a : b;
    }

    @Override
    public <T> T in(Scope scope, Function<Work, T> body) {
        List<T> answer = new ArrayList<>(1);
        transact(
                scope,
                work -> {
                    answer.add(body.apply(work));
                    return Attempt.KEEP;
                },
                _ -> {});
        return answer.getFirst();
    }

    @Override
    public <T> T read(Scope scope, Function<Work, T> body) {
        UnitOfWork work = open(scope);
        T answer = body.apply(work);
        work.onlyLooked();
        return answer;
    }

    @Override
    public Optional<Scope> scopeOf(Shelf<?> shelf, String id) {
        return shelved(shelf).stream()
                .filter(s -> s.id().equals(id))
                .map(Shelved::scope)
                .min(Comparator.comparing(Scope::key));
    }

    private enum Attempt {
        KEEP,
        WAIT,
        NOTHING
    }

    private void transact(Scope scope, Function<UnitOfWork, Attempt> body, Consumer<Attempt> kept) {
        transact(scope, body, kept, false);
    }

    private void transact(
            Scope scope,
            Function<UnitOfWork, Attempt> body,
            Consumer<Attempt> kept,
            boolean keptFirst) {
        UnitOfWork work = open(scope);
        Attempt attempt = body.apply(work);
        if (attempt == Attempt.NOTHING) {
            return;
        }
        writes++;
        if (writes == crashAt && !crashAfter) {
            throw new Crash(desk().service(), writes, false);
        }
        if (keptFirst) {
            kept.accept(attempt);
        }
        if (attempt == Attempt.KEEP) {
            write(work);
        }
        if (!keptFirst) {
            kept.accept(attempt);
        }
        if (writes == crashAt) {
            throw new Crash(desk().service(), writes, true);
        }
        relay();
    }

    /// Sends what is committed; a restarted service calls it first.
    public void relay() {
        while (!outbox.isEmpty()) {
            sent.accept(desk().writes(), outbox.poll());
        }
    }

    private UnitOfWork open(Scope scope) {
        Instant now = clock.get();
        Instant last = lastNow.get(scope);
        if (last != null && !now.isAfter(last)) {
            now = last.plusNanos(1_000);
        }
        lastNow.put(scope, now);
        return new UnitOfWork(
                this, desk().writes(), scope, sequences.getOrDefault(scope, 0L), now, upToDate);
    }

    private void write(UnitOfWork work) {
        Changes c = work.changes();
        c.documents()
                .forEach((place, value) -> {
                    if (value == null) {
                        documents.remove(place);
                    } else {
                        documents.remove(place);
                        documents.put(place, Json.text(value));
                    }
                });
        sequences.putAll(work.sequences());
        outbox.addAll(c.events());
        c.packs().forEach(offered);
        c.timers()
                .forEach((name, due) -> {
                    Map<String, Instant> mine = timersOf(work.scope());
                    if (due == null) {
                        mine.remove(name);
                    } else {
                        mine.put(name, due);
                    }
                });
        c.errands().forEach((name, due) -> ask(work.scope(), name, due));
    }

    private Map<String, Instant> timersOf(Scope scope) {
        return timers.computeIfAbsent(scope, _ -> new TreeMap<>());
    }

    private Map<String, ErrandRow> errandsOf(Scope scope) {
        return errands.computeIfAbsent(scope, _ -> new TreeMap<>());
    }

    private void ask(Scope scope, String name, Instant due) {
        ErrandRow row = errandsOf(scope).computeIfAbsent(name, _ -> new ErrandRow());
        row.asked++;
        row.due = row.due == null || due.isBefore(row.due) ? due : row.due;
    }

    @Override
    public <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id) {
        return Optional.ofNullable(documents.get(new Place(scope, shelf.name(), id)))
                .map(text -> Json.read(text, shelf.type()));
    }

    @Override
    public <T> List<T> under(Scope scope, Shelf<T> shelf) {
        return lying(scope, shelf).stream().map(Shelved::value).toList();
    }

    @Override
    public <T> List<Shelved<T>> under(Scope scope, Shelf<T> shelf, String after, int limit) {
        return lying(scope, shelf).stream()
                .filter(s -> s.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf) {
        return shelved(shelf).stream()
                .filter(s -> s.scope().equals(scope))
                .sorted(Comparator.comparing(Shelved::id))
                .toList();
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return shelved(shelf).reversed().stream().limit(limit).toList();
    }

    /// In the order of writing.
    private <T> List<Shelved<T>> shelved(Shelf<T> shelf) {
        List<Shelved<T>> all = new ArrayList<>();
        documents.forEach((place, text) -> {
            if (place.shelf().equals(shelf.name())) {
                all.add(new Shelved<>(place.scope(), place.id(), Json.read(text, shelf.type())));
            }
        });
        return all;
    }

    @Override
    public long lock(Scope scope) {
        return sequences.getOrDefault(scope, 0L);
    }

    private final class MemoryErrand implements Errand {
        private final Scope scope;
        private final String name;
        private final long epoch;
        private final Instant claimedAt;
        private final ErrandRow row;

        MemoryErrand(Scope scope, String name, long epoch, Instant claimedAt, ErrandRow row) {
            this.scope = scope;
            this.name = name;
            this.epoch = epoch;
            this.claimedAt = claimedAt;
            this.row = row;
        }

        @Override
        public Scope scope() {
            return scope;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long epoch() {
            return epoch;
        }

        @Override
        public Instant claimedAt() {
            return claimedAt;
        }

        @Override
        public boolean held() {
            return row.epoch == epoch;
        }

        @Override
        public <T> T write(Function<Work, T> body) {
            if (row.epoch != epoch) {
                throw new Fenced(scope, name, epoch, row.epoch);
            }
            return in(scope, body);
        }
    }
}
