package dev.holdfast.backbone.memory;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
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
public final class MemoryStore implements Transactions {
    private static final Duration WAIT = Duration.ofSeconds(30);

    private record Waits(Envelope<Event> event, Instant until) {}

    private final Supplier<Instant> clock;
    private final BiConsumer<Topic, Envelope<?>> sent;
    private final Consumer<PackFiles> offered;
    private final MemoryDocuments documents = new MemoryDocuments();
    private final Map<Scope, Instant> lastNow = new HashMap<>();
    private final Set<String> inbox = new HashSet<>();
    private final Map<Scope, TreeMap<String, Instant>> timers = new LinkedHashMap<>();
    private final MemoryErrands errands = new MemoryErrands();
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
        return errands.run(desk(), this, clock);
    }

    /// What the last failed errand threw, to look at in a test.
    public Optional<RuntimeException> lastFailure() {
        return errands.lastFailure();
    }

    /// When something is next to be done, if ever.
    public Optional<Instant> nextDue() {
        List<Instant> due = new ArrayList<>();
        if (upToDate || !desk().timersWaitForEvents()) {
            timers.values().forEach(t -> due.addAll(t.values()));
        }
        due.addAll(errands.due());
        return due.stream().min(Comparator.naturalOrder());
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
        return documents.scopeOf(shelf, id);
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return documents.everywhere(shelf, limit);
    }

    @Override
    public <T> List<T> under(Scope scope, Shelf<T> shelf) {
        return documents.lying(scope, shelf).stream().map(Shelved::value).toList();
    }

    @Override
    public <T> List<Shelved<T>> under(Scope scope, Shelf<T> shelf, String after, int limit) {
        return documents.lying(scope, shelf).stream()
                .filter(s -> s.id().compareTo(after) > 0)
                .limit(limit)
                .toList();
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
                documents, desk().writes(), scope, documents.lock(scope), now, upToDate);
    }

    private void write(UnitOfWork work) {
        Changes c = work.changes();
        c.documents().forEach(documents::keep);
        documents.keep(work.sequences());
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
        c.errands().forEach((name, due) -> errands.ask(work.scope(), name, due));
    }

    private Map<String, Instant> timersOf(Scope scope) {
        return timers.computeIfAbsent(scope, _ -> new TreeMap<>());
    }
}
