package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Writes the ends of errands of one scope together: they would wait for each other at the scope's row
/// anyway. Whoever comes first writes for all who have come meanwhile, in one transaction.
final class Conclusions {
    private static final int TOGETHER = 50;

    private final Store store;
    private final Map<Scope, Counter> counters = new ConcurrentHashMap<>();

    /// Where the ends of one scope wait.
    private record Counter(ReentrantLock turn, Queue<End> waiting) {}

    /// One end that waits to be written.
    private static final class End {
        private final HeldErrand errand;
        private final Function<Work, Next> body;
        private @Nullable Next next;
        private @Nullable RuntimeException fault;

        End(HeldErrand errand, Function<Work, Next> body) {
            this.errand = errand;
            this.body = body;
        }

        boolean over() {
            return next != null || fault != null;
        }
    }

    Conclusions(Store store) {
        this.store = store;
    }

    /// Throws [Errand.Fenced] where the lease is another's, and what the body or the database throws.
    Next conclude(HeldErrand errand, Function<Work, Next> body) {
        End end = new End(errand, body);
        Counter counter =
                counters.computeIfAbsent(
                        errand.scope(),
                        _ -> new Counter(new ReentrantLock(), new ConcurrentLinkedQueue<>()));
        counter.waiting().add(end);
        counter.turn().lock();
        try {
            while (!end.over()) {
                write(errand.scope(), drained(counter.waiting()));
            }
        } finally {
            counter.turn().unlock();
            // Who holds this counter still writes its own end; who comes later begins a new one.
            counters.remove(errand.scope(), counter);
        }
        RuntimeException fault = end.fault;
        if (fault != null) {
            throw fault;
        }
        return Objects.requireNonNull(end.next);
    }

    private static List<End> drained(Queue<End> waiting) {
        List<End> some = new ArrayList<>();
        while (some.size() < TOGETHER) {
            End end = waiting.poll();
            if (end == null) {
                break;
            }
            some.add(end);
        }
        return some;
    }

    /// All of them at once; where one of them breaks that, each by itself. Whatever is thrown, an
    /// error of the machine too, each of them is over then: those who wait would wait for ever.
    private void write(Scope scope, List<End> ends) {
        try {
            together(scope, ends);
        } catch (RuntimeException e) {
            broken(scope, ends, e);
        } catch (Error e) {
            broken(scope, ends, new IllegalStateException("An end could not be written", e));
        }
    }

    private void broken(Scope scope, List<End> ends, RuntimeException fault) {
        if (ends.size() == 1 || Database.cut(fault)) {
            ends.forEach(end -> end.fault = fault);
        } else {
            ends.forEach(end -> write(scope, List.of(end)));
        }
    }

    private void together(Scope scope, List<End> ends) {
        Map<End, Next> nexts =
                store.database()
                        .run(tx -> {
                            UnitOfWork work = store.open(tx, scope, true);
                            Map<String, Long> epochs = epochs(tx, scope, ends);
                            Map<End, Next> answers = new HashMap<>();
                            for (End end : ends) {
                                if (end.errand.epoch()
                                        == epochs.getOrDefault(end.errand.name(), -1L)) {
                                    answers.put(end, end.body.apply(work));
                                }
                            }
                            store.write(tx, work);
                            settle(tx, scope, answers);
                            return answers;
                        });
        for (End end : ends) {
            end.next = nexts.get(end);
            if (end.next == null) {
                end.fault = new Errand.Fenced(scope, end.errand.name(), end.errand.epoch(), -1L);
            }
        }
    }

    private static Map<String, Long> epochs(Tx tx, Scope scope, List<End> ends) {
        Map<String, Long> epochs = new HashMap<>();
        tx.query(
                        "SELECT name, epoch FROM errand WHERE key = $1 AND name = ANY($2) ORDER BY name"
                                + " FOR UPDATE",
                        r ->
                                Map.entry(
                                        SqlTables.text(r, "name"),
                                        Objects.requireNonNull(r.get("epoch", Long.class))),
                        scope.key(),
                        ends.stream().map(e -> e.errand.name()).toArray(String[]::new))
                .forEach(e -> epochs.put(e.getKey(), e.getValue()));
        return epochs;
    }

    /// Those that are done go in one statement; one that was asked for meanwhile is not among them and
    /// runs again.
    private static void settle(Tx tx, Scope scope, Map<End, Next> answers) {
        List<End> done =
                answers.keySet().stream().filter(e -> answers.get(e) instanceof Next.Done).toList();
        List<String> gone =
                done.isEmpty()
                        ? List.of()
                        : tx.query(
                                "DELETE FROM errand e USING unnest($2::text[], $3::bigint[],"
                                        + " $4::bigint[]) AS d (name, epoch, asked) WHERE e.key = $1"
                                        + " AND e.name = d.name AND e.epoch = d.epoch AND e.asked ="
                                        + " d.asked RETURNING e.name",
                                r -> SqlTables.text(r, "name"),
                                scope.key(),
                                done.stream().map(e -> e.errand.name()).toArray(String[]::new),
                                done.stream().map(e -> e.errand.epoch()).toArray(Long[]::new),
                                done.stream().map(e -> e.errand.asked()).toArray(Long[]::new));
        answers.forEach((end, next) -> {
            if (!gone.contains(end.errand.name())) {
                end.errand.settle(tx, next);
            }
        });
    }
}
