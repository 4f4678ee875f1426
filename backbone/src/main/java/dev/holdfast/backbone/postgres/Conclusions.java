package dev.holdfast.backbone.postgres;

import static java.util.stream.Collectors.joining;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Writes the ends of errands together: whoever comes first writes for all who have come meanwhile, in
/// one transaction. A scope that somebody else holds delays the ends of no other: whoever has one there
/// waits for it alone.
final class Conclusions {
    private static final int TOGETHER = 200;
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Store store;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<End> waiting = new ConcurrentLinkedQueue<>();

    /// One end that waits to be written.
    private static final class End {
        private final HeldErrand errand;
        private final @Nullable Function<Work, Next> body;
        private @Nullable Next next;
        private @Nullable RuntimeException fault;
        private volatile boolean over;

        /// @param body null where nothing is to be written but `next`
        End(HeldErrand errand, @Nullable Function<Work, Next> body, @Nullable Next next) {
            this.errand = errand;
            this.body = body;
            this.next = next;
        }

        Scope scope() {
            return errand.scope();
        }

        void failed(RuntimeException e) {
            if (!over) {
                fault = e;
                over = true;
            }
        }

        void written(@Nullable Next answer) {
            next = answer;
            over = true;
        }
    }

    Conclusions(Store store) {
        this.store = store;
    }

    /// Throws [Errand.Fenced] where the lease is another's, and what the body or the database throws.
    Next conclude(HeldErrand errand, Function<Work, Next> body) {
        Next next = written(new End(errand, body, null));
        if (next == null) {
            throw new Errand.Fenced(errand.scope(), errand.name(), errand.epoch(), -1L);
        }
        return next;
    }

    /// Writes what becomes of the errand; nothing, where the lease is another's.
    void settle(HeldErrand errand, Next next) {
        var _ = written(new End(errand, null, next));
    }

    private @Nullable Next written(End end) {
        waiting.add(end);
        while (!end.over) {
            List<End> held = round(end);
            if (!held.isEmpty()) {
                write(held, true);
            } else if (!end.over && waiting.isEmpty()) {
                // Another waits with it for its scope.
                LockSupport.parkNanos(MOMENT.toNanos());
            }
        }
        RuntimeException fault = end.fault;
        if (fault != null) {
            throw fault;
        }
        return end.next;
    }

    /// Writes for all whose scopes are free. Answers those of `end`'s scope where somebody else holds
    /// it: they are the caller's to wait with, for the turn is the others' meanwhile.
    private List<End> round(End end) {
        turn.lock();
        try {
            if (end.over) {
                return List.of();
            }
            List<End> left = write(drained(), false);
            List<End> ours =
                    left.contains(end)
                            ? left.stream().filter(e -> e.scope().equals(end.scope())).toList()
                            : List.of();
            left.stream().filter(e -> !ours.contains(e)).forEach(waiting::add);
            return ours;
        } finally {
            turn.unlock();
        }
    }

    private List<End> drained() {
        List<End> some = new ArrayList<>();
        while (some.size() < TOGETHER) {
            End end = waiting.poll();
            if (end == null) {
                break;
            }
            some.add(end);
        }
        // As everybody locks who locks several rows.
        some.sort(
                Comparator.comparing((End e) -> e.scope().key())
                        .thenComparing(e -> e.errand.name()));
        return some;
    }

    /// All at once; where one of them breaks that, each by itself. Answers those that were left, whose
    /// scopes somebody else holds. Whatever is thrown, an error of the machine too, each of the others
    /// is over then: who waits for one that is neither would wait for ever.
    private List<End> write(List<End> ends, boolean waits) {
        try {
            return ends.isEmpty() ? List.of() : together(ends, waits);
        } catch (RuntimeException e) {
            broken(ends, waits, e);
        } catch (Error e) {
            broken(ends, waits, new IllegalStateException("An end could not be written", e));
        }
        return ends.stream().filter(e -> !e.over).toList();
    }

    private void broken(List<End> ends, boolean waits, RuntimeException fault) {
        if (ends.size() == 1 || Database.cut(fault)) {
            ends.forEach(end -> end.failed(fault));
        } else {
            ends.forEach(end -> alone(end, waits));
        }
    }

    private void alone(End end, boolean waits) {
        try {
            if (!end.over) {
                together(List.of(end), waits);
            }
        } catch (RuntimeException e) {
            end.failed(e);
        } catch (Error e) {
            end.failed(new IllegalStateException("An end could not be written", e));
        }
    }

    /// What one transaction wrote.
    ///
    /// @param answers of those of the taken whose lease is still ours
    private record Written(List<End> taken, Map<End, Next> answers) {}

    /// Answers those that were left since somebody else holds their scope.
    ///
    /// @param waits for whoever holds a scope
    private List<End> together(List<End> ends, boolean waits) {
        Written written = store.database().run(tx -> transaction(tx, ends, waits));
        written.taken().forEach(end -> end.written(written.answers().get(end)));
        return ends.stream().filter(e -> !e.over).toList();
    }

    private Written transaction(Tx tx, List<End> ends, boolean waits) {
        TreeSet<String> scopes = new TreeSet<>();
        ends.stream().filter(e -> e.body != null).forEach(e -> scopes.add(e.scope().key()));
        Map<Scope, SqlTables.Locked> locked = locked(tx, scopes, waits);
        List<End> taken =
                ends.stream().filter(e -> e.body == null || locked.containsKey(e.scope())).toList();
        if (taken.isEmpty()) {
            return new Written(taken, Map.of());
        }
        BatchTables tables = store.batch(tx);
        tables.own(locked);
        Map<End, Next> answers = answers(tables, held(tx, taken));
        tables.write();
        settle(tx, answers);
        return new Written(taken, answers);
    }

    private static Map<Scope, SqlTables.Locked> locked(Tx tx, Set<String> scopes, boolean waits) {
        SqlTables sql = new SqlTables(tx);
        return scopes.isEmpty()
                ? Map.of()
                : waits ? sql.locked(scopes, 1) : sql.lockedIfFree(scopes);
    }

    /// Those whose lease is still ours; their rows stay locked.
    private static List<End> held(Tx tx, List<End> ends) {
        Columns rows = new Columns(2);
        ends.forEach(e -> rows.row(e.scope().key(), e.errand.name()));
        Map<String, Long> epochs = new HashMap<>();
        tx.query(
                        "SELECT e.key, e.name, e.epoch FROM unnest($1::text[], $2::text[]) WITH"
                                + " ORDINALITY AS u (key, name, nth) JOIN errand e USING (key, name)"
                                + " ORDER BY nth FOR UPDATE OF e",
                        r ->
                                Map.entry(
                                        HeldErrand.key(
                                                SqlTables.text(r, "key"),
                                                SqlTables.text(r, "name")),
                                        Objects.requireNonNull(r.get("epoch", Long.class))),
                        rows.parameters())
                .forEach(e -> epochs.put(e.getKey(), e.getValue()));
        return ends.stream()
                .filter(e -> e.errand.epoch() == epochs.getOrDefault(e.errand.key(), -1L))
                .toList();
    }

    /// One unit of work a scope, and its ends one after the other.
    private Map<End, Next> answers(BatchTables tables, List<End> ends) {
        Map<End, Next> answers = new LinkedHashMap<>();
        Map<Scope, List<End>> byScope = new LinkedHashMap<>();
        ends.forEach(e -> byScope.computeIfAbsent(e.scope(), _ -> new ArrayList<>()).add(e));
        byScope.forEach((scope, some) -> {
            UnitOfWork work = null;
            for (End end : some) {
                Function<Work, Next> body = end.body;
                Next next = end.next;
                if (body != null) {
                    work = work == null ? store.open(tables, scope, true) : work;
                    next = body.apply(work);
                }
                answers.put(end, Objects.requireNonNull(next));
            }
            if (work != null) {
                tables.keep(work);
            }
        });
        return answers;
    }

    /// Those that are done go in one statement; one that was asked for meanwhile is not among them and
    /// runs again.
    private static void settle(Tx tx, Map<End, Next> answers) {
        Columns done = new Columns(4);
        answers.forEach((end, next) -> {
            if (next instanceof Next.Done) {
                done.row(row(end));
            }
        });
        List<String> gone =
                done.none()
                        ? List.of()
                        : tx.query(
                                "DELETE FROM errand e USING "
                                        + rows(4)
                                        + " AS d (key, name, epoch, asked) WHERE e.key = d.key AND"
                                        + " e.name = d.name AND e.epoch = d.epoch::bigint AND e.asked"
                                        + " = d.asked::bigint RETURNING e.key, e.name",
                                r ->
                                        HeldErrand.key(
                                                SqlTables.text(r, "key"),
                                                SqlTables.text(r, "name")),
                                done.parameters());
        Set<String> over = Set.copyOf(gone);
        Columns again = new Columns(5);
        answers.forEach((end, next) -> {
            if (!over.contains(end.errand.key())) {
                List<String> row = new ArrayList<>(List.of(row(end)));
                row.add(end.errand.again(next).toString());
                again.row(row.toArray(String[]::new));
            }
        });
        again.into(
                tx,
                "UPDATE errand e SET due = CASE WHEN e.asked = d.asked::bigint THEN"
                        + " d.due::timestamptz ELSE e.due END, failures = 0, owner = NULL,"
                        + " lease_until = NULL FROM "
                        + rows(5)
                        + " AS d (key, name, epoch, asked, due) WHERE e.key = d.key AND e.name ="
                        + " d.name AND e.epoch = d.epoch::bigint");
    }

    private static String[] row(End end) {
        HeldErrand e = end.errand;
        return new String[] {
            e.scope().key(), e.name(), Long.toString(e.epoch()), Long.toString(e.asked())
        };
    }

    /// Rows of so many texts.
    private static String rows(int columns) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj("$%d::text[]"::formatted)
                .collect(joining(", ", "unnest(", ")"));
    }
}
