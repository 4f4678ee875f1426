package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Runs errands that are due, each on a virtual thread, each held by a lease on the database's
/// clock. A holder that freezes past its lease is fenced by the epoch of the next claim.
public final class Errands {
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FINISHING = Duration.ofMillis(20);

    private final Store store;
    private final Desk desk;
    private final String owner;
    private final Duration lease;
    private final int most;
    private final Wake.Bell bell;
    private final Map<String, HeldErrand> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param owner names this instance, for people
    /// @param lease how long a claim holds without being renewed; renewed at a third of it
    /// @param most errands at once in this instance
    public Errands(Store store, Desk desk, String owner, Duration lease, int most) {
        this.store = store;
        this.desk = desk;
        this.owner = owner;
        this.lease = lease;
        this.most = most;
        this.bell = store.wake().bell(Wake.Loop.ERRANDS);
    }

    /// Claims and starts until the loops are told to stop.
    public void run() {
        Duration pause = Duration.ZERO;
        while (!store.wake().stopped()) {
            try {
                bell.await(pause);
                pause = startDue();
            } catch (InterruptedException _) {
                store.wake().stop();
            } catch (RuntimeException e) {
                LOG.warn("Errands of {} wait for the database: {}", desk.service(), e.toString());
                pause = Duration.ofSeconds(1);
            }
        }
    }

    /// Renews the leases of what runs, until the loops are told to stop.
    public void renew() {
        while (!store.wake().stopped()) {
            try {
                var _ = store.wake().stopsWithin(lease.dividedBy(3));
                renewAll();
            } catch (InterruptedException _) {
                store.wake().stop();
            } catch (RuntimeException e) {
                LOG.warn("Leases of {} could not be renewed: {}", desk.service(), e.toString());
            }
        }
    }

    /// Waits for what runs after the loops were told to stop, and keeps its leases meanwhile.
    public void finish(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long renewal = System.nanoTime();
        while (!running.isEmpty() && System.nanoTime() - end < 0) {
            if (System.nanoTime() - renewal >= 0) {
                renewal = System.nanoTime() + lease.dividedBy(3).toNanos();
                try {
                    renewAll();
                } catch (RuntimeException e) {
                    LOG.warn("Leases of {} could not be renewed: {}", desk.service(), e.toString());
                }
            }
            Thread.sleep(FINISHING);
        }
    }

    /// Errands that run here now.
    public int running() {
        return running.size();
    }

    private Duration startDue() {
        int free = most - running.size();
        if (free <= 0) {
            return LOOK;
        }
        long heldUntil = System.nanoTime() + lease.toNanos();
        List<HeldErrand.Row> claimed = store.database().single(tx -> claim(tx, Math.min(free, 50)));
        for (HeldErrand.Row row : claimed) {
            HeldErrand c = new HeldErrand(store, row, lease, heldUntil);
            running.put(c.key(), c);
            threads.execute(() -> carryOut(c));
        }
        return claimed.isEmpty() ? store.database().single(this::untilNext) : Duration.ZERO;
    }

    /// Never what runs here already: after a pause of the database its lease may have run out, and yet
    /// nobody else has it.
    private List<HeldErrand.Row> claim(Tx tx, int free) {
        return tx.query(
                "UPDATE errand e SET epoch = nextval('errand_epoch'), owner = $1, lease_until ="
                        + " clock_timestamp() + $2 * interval '1 millisecond' FROM (SELECT key, name,"
                        + " owner IS NOT NULL AS held_before FROM errand WHERE due <= clock_timestamp() AND (lease_until IS NULL OR"
                        + " (lease_until < clock_timestamp() AND NOT (key || chr(10) || name ="
                        + " ANY($4)))) ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED) d WHERE e.key ="
                        + " d.key AND e.name = d.name RETURNING e.key, e.name, e.epoch, e.asked,"
                        + " e.failures, d.held_before, clock_timestamp() AS now",
                r ->
                        new HeldErrand.Row(
                                Scope.parse(SqlTables.text(r, "key")),
                                SqlTables.text(r, "name"),
                                Objects.requireNonNull(r.get("epoch", Long.class)),
                                Objects.requireNonNull(r.get("asked", Long.class)),
                                Objects.requireNonNull(r.get("failures", Integer.class)),
                                Objects.requireNonNull(r.get("held_before", Boolean.class)),
                                Objects.requireNonNull(r.get("now", Instant.class))),
                owner,
                lease.toMillis(),
                free,
                running.keySet().toArray(String[]::new));
    }

    private Duration untilNext(Tx tx) {
        long millis =
                tx.first(
                                "SELECT (extract(epoch FROM min(due) - clock_timestamp()) * 1000)::bigint"
                                        + " AS ms FROM errand WHERE due > clock_timestamp()",
                                r -> {
                                    Long ms = r.get("ms", Long.class);
                                    return ms == null ? LOOK.toMillis() : ms;
                                })
                        .orElse(LOOK.toMillis());
        return Duration.ofMillis(Math.clamp(millis, 1, LOOK.toMillis()));
    }

    private void carryOut(HeldErrand c) {
        try {
            c.settle(desk.run(c));
        } catch (Errand.Fenced e) {
            LOG.warn("{}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Errand '{}' of {} failed and is tried again", c.name(), c.scope(), e);
            failed(c);
        } finally {
            // One that was asked for again may have been claimed anew already: that is another.
            running.remove(c.key(), c);
            bell.ring();
        }
    }

    private void failed(HeldErrand c) {
        long pause = Math.min(30_000, 1000L << Math.min(5, c.failures()));
        try {
            store.database()
                    .run(tx ->
                            tx.update(
                                    "UPDATE errand SET due = clock_timestamp() + $4 *"
                                            + " interval '1 millisecond', failures ="
                                            + " failures + 1, owner = NULL, lease_until ="
                                            + " NULL WHERE key = $1 AND name = $2 AND epoch"
                                            + " = $3",
                                    c.scope().key(),
                                    c.name(),
                                    c.epoch(),
                                    pause));
        } catch (RuntimeException e) {
            // The lease runs out by itself, and then somebody claims it again.
            LOG.warn("Errand '{}' of {} stays leased: {}", c.name(), c.scope(), e.toString());
        }
    }

    /// Renews all at once. A row that is locked now is being written by its errand, which renews it too;
    /// one that was settled or taken meanwhile is left alone.
    private void renewAll() {
        if (running.isEmpty()) {
            return;
        }
        long until = System.nanoTime() + lease.toNanos();
        Long[] epochs = running.values().stream().map(HeldErrand::epoch).toArray(Long[]::new);
        List<Long> renewed =
                store.database()
                        .run(tx ->
                                tx.query(
                                        "UPDATE errand e SET lease_until = clock_timestamp() + $2 *"
                                                + " interval '1 millisecond' FROM (SELECT key, name"
                                                + " FROM errand WHERE epoch = ANY($1) AND owner IS"
                                                + " NOT NULL FOR UPDATE SKIP LOCKED) d WHERE e.key ="
                                                + " d.key AND e.name = d.name RETURNING e.epoch",
                                        r -> Objects.requireNonNull(r.get("epoch", Long.class)),
                                        (Object) epochs,
                                        lease.toMillis()));
        Set<Long> ours = Set.copyOf(renewed);
        running.values().stream()
                .filter(e -> ours.contains(e.epoch()))
                .forEach(e -> e.renewed(until));
    }
}
