package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.UnitOfWork;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Fires timers that are due on the database's clock, each once, over all instances.
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final int AT_ONCE = 200;

    /// Also how late another instance's timer may be seen here.
    static final Duration LOOK = Duration.ofMillis(500);

    private record Due(Scope scope, String name) {}

    private record Seen(List<Due> due, Duration untilNext) {}

    private final Store store;
    private final Desk desk;
    private final Supplier<Set<Integer>> upToDate;
    private final Wake.Bell bell;

    public Timers(Store store, Desk desk, Supplier<Set<Integer>> upToDate) {
        this.store = store;
        this.desk = desk;
        this.upToDate = upToDate;
        this.bell = store.wake().bell(Wake.Loop.TIMERS);
    }

    /// Runs until the loops are told to stop.
    public void run() {
        Duration pause = Duration.ZERO;
        while (!store.wake().stopped()) {
            try {
                bell.await(pause);
                pause = fireDue();
            } catch (InterruptedException _) {
                store.wake().stop();
            } catch (RuntimeException e) {
                LOG.warn("Timers of {} wait for the database: {}", desk.service(), e.toString());
                pause = Duration.ofSeconds(1);
            }
        }
    }

    /// Fires what is due and answers how long there is nothing to do.
    public Duration fireDue() {
        Short[] buckets = buckets();
        Seen seen = store.database().single(tx -> look(tx, buckets));
        for (Due due : seen.due()) {
            fire(due);
        }
        if (seen.due().size() == AT_ONCE) {
            return Duration.ZERO;
        }
        return seen.untilNext().compareTo(LOOK) < 0 ? seen.untilNext() : LOOK;
    }

    /// The partitions whose timers may fire here.
    private Short[] buckets() {
        Stream<Integer> all =
                desk.timersWaitForEvents()
                        ? upToDate.get().stream()
                        : IntStream.range(0, store.topic().partitions()).boxed();
        return all.map(Integer::shortValue).toArray(Short[]::new);
    }

    private Seen look(Tx tx, Short[] buckets) {
        List<Due> due =
                tx.query(
                        "SELECT key, name FROM timer WHERE due <= clock_timestamp() AND bucket = ANY($2)"
                                + " ORDER BY due LIMIT $1",
                        r ->
                                new Due(
                                        Scope.parse(SqlTables.text(r, "key")),
                                        SqlTables.text(r, "name")),
                        AT_ONCE,
                        buckets);
        long millis =
                tx.first(
                                "SELECT (extract(epoch FROM min(due) - clock_timestamp()) * 1000)::bigint"
                                        + " AS ms FROM timer WHERE due > clock_timestamp() AND bucket = ANY($1)",
                                r -> {
                                    Long ms = r.get("ms", Long.class);
                                    return ms == null ? LOOK.toMillis() : ms;
                                },
                                (Object) buckets)
                        .orElse(LOOK.toMillis());
        return new Seen(due, Duration.ofMillis(Math.max(1, millis)));
    }

    private void fire(Due due) {
        try {
            store.database().run(tx -> fired(tx, due));
        } catch (RuntimeException e) {
            LOG.error(
                    "Timer '{}' of {} failed and is tried again in 5 s",
                    due.name(),
                    due.scope(),
                    e);
            store.database()
                    .run(tx ->
                            tx.update(
                                    "UPDATE timer SET due = clock_timestamp() + interval '5"
                                            + " seconds' WHERE key = $1 AND name = $2 AND"
                                            + " due <= clock_timestamp()",
                                    due.scope().key(),
                                    due.name()));
        }
    }

    private boolean fired(Tx tx, Due due) {
        UnitOfWork work = store.open(tx, due.scope(), true);
        boolean ours =
                tx.first(
                                "DELETE FROM timer WHERE key = $1 AND name = $2 AND due <= $3"
                                        + " RETURNING due",
                                r -> Objects.requireNonNull(r.get("due", Instant.class)),
                                due.scope().key(),
                                due.name(),
                                work.now())
                        .isPresent();
        if (ours) {
            desk.due(work, due.name());
            store.write(tx, work);
        }
        return ours;
    }
}
