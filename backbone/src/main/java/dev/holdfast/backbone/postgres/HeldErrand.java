package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// An errand that this instance has claimed. Its writes check the epoch in their own transaction and
/// renew the lease with it: while they lock the row, nobody else can. A write that finds the database away is tried again, since what was done outside is known only here.
final class HeldErrand implements Errand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final String GUARD =
            "WITH locked AS (INSERT INTO scope (key, at) VALUES ($1, clock_timestamp()) ON CONFLICT"
                    + " (key) DO UPDATE SET at = greatest(scope.at, clock_timestamp()) + interval '1"
                    + " microsecond' RETURNING key, sequence, at) UPDATE errand e SET lease_until ="
                    + " CASE WHEN owner IS NULL THEN lease_until ELSE clock_timestamp() + $4 *"
                    + " interval '1 millisecond' END FROM locked l WHERE e.key = l.key AND e.name = $2"
                    + " AND e.epoch = $3 RETURNING l.sequence, l.at";

    private final Store store;
    private final Scope scope;
    private final String name;
    private final long epoch;
    private final long asked;
    private final int failures;
    private final boolean resumed;
    private final Instant claimedAt;
    private final Duration lease;
    private volatile long heldUntil;
    private volatile boolean settled;

    /// A row as it was claimed.
    ///
    /// @param asked how often it had been asked for by then
    /// @param left that an earlier holder had not given it back
    record Row(
            Scope scope,
            String name,
            long epoch,
            long asked,
            int failures,
            boolean left,
            Instant claimedAt) {}

    /// @param heldUntil on the monotonic clock, counted from before the claim
    HeldErrand(Store store, Row row, Duration lease, long heldUntil) {
        this.store = store;
        this.scope = row.scope();
        this.name = row.name();
        this.epoch = row.epoch();
        this.asked = row.asked();
        this.failures = row.failures();
        this.resumed = row.left() || row.failures() > 0;
        this.claimedAt = row.claimedAt();
        this.lease = lease;
        this.heldUntil = heldUntil;
    }

    /// Names the row among those that run here.
    static String key(String scope, String name) {
        return scope + "\n" + name;
    }

    String key() {
        return key(scope.key(), name);
    }

    long asked() {
        return asked;
    }

    int failures() {
        return failures;
    }

    void renewed(long until) {
        if (until - heldUntil > 0) {
            heldUntil = until;
        }
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
    public boolean resumed() {
        return resumed;
    }

    @Override
    public boolean held() {
        return System.nanoTime() - heldUntil < 0;
    }

    @Override
    public boolean ending() {
        return store.wake().stopped();
    }

    /// Writes what is to become of it, where [#conclude] has not.
    void settle(Next next) {
        if (!settled) {
            store.conclusions().settle(this, next);
        }
    }

    @Override
    public <T> T write(Function<Work, T> body) {
        return patiently(() -> {
            long until = System.nanoTime() + lease.toNanos();
            T answer = store.database().run(tx -> guarded(tx, body));
            renewed(until);
            return answer;
        });
    }

    @Override
    public <T> T read(Function<Work, T> body) {
        return patiently(() -> store.database().single(tx -> looking(tx, body)));
    }

    @Override
    public Next conclude(Function<Work, Next> body) {
        Next concluded = patiently(() -> store.conclusions().conclude(this, body));
        settled = true;
        return concluded;
    }

    private <T> T patiently(Supplier<T> attempt) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException e) {
                if (!Database.away(e) || System.nanoTime() > end || stopsWithin(pause)) {
                    throw e;
                }
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }

    private boolean stopsWithin(Duration pause) {
        try {
            return store.wake().stopsWithin(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private <T> T guarded(Tx tx, Function<Work, T> body) {
        SqlTables.Locked locked = guard(tx);
        UnitOfWork work =
                new UnitOfWork(
                        new SqlTables(tx),
                        store.topic(),
                        scope,
                        locked.sequence(),
                        locked.now(),
                        true);
        T answer = body.apply(work);
        store.write(tx, work);
        return answer;
    }

    private <T> T looking(Tx tx, Function<Work, T> body) {
        UnitOfWork work =
                new UnitOfWork(new SqlTables(tx), store.topic(), scope, 0, claimedAt, true);
        T answer = body.apply(work);
        if (!work.changes().none()) {
            throw new IllegalStateException(
                    "Errand '%s' of %s wrote while it was to look only".formatted(name, scope));
        }
        return answer;
    }

    /// When it is to run once more, for [Next.Done] only if somebody asked for it meanwhile.
    Instant again(Next next) {
        return switch (next) {
            case Next.Done _ -> claimedAt;
            case Next.Again(Instant at) -> at;
        };
    }

    /// Locks the scope, then the errand's own row, in one round trip.
    private SqlTables.Locked guard(Tx tx) {
        return tx.first(
                        GUARD,
                        r -> {
                            Instant now = Objects.requireNonNull(r.get("at", Instant.class));
                            long sequence = Objects.requireNonNull(r.get("sequence", Long.class));
                            return new SqlTables.Locked(sequence, now, now);
                        },
                        scope.key(),
                        name,
                        epoch,
                        lease.toMillis())
                .orElseThrow(() -> fenced(tx));
    }

    private Fenced fenced(Tx tx) {
        long now =
                tx.first(
                                "SELECT epoch FROM errand WHERE key = $1 AND name = $2",
                                r -> Objects.requireNonNull(r.get("epoch", Long.class)),
                                scope.key(),
                                name)
                        .orElse(-1L);
        return new Fenced(scope, name, epoch, now);
    }
}
