package dev.holdfast.backbone.memory;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A database's errands: each is leased while it runs, and comes again after a failure.
final class MemoryErrands {
    private static final Duration LEASE = Duration.ofSeconds(5);

    private static final class Row {
        @Nullable Instant due;
        long epoch;
        long asked;
        int failures;
        @Nullable Instant leaseUntil;

        boolean waits(Instant now) {
            boolean leased = leaseUntil != null && leaseUntil.isAfter(now);
            return due == null || due.isAfter(now) || leased;
        }

        void failed(Instant now) {
            failures++;
            due = now.plusMillis(Math.min(30_000, 1000L << Math.min(5, failures)));
            leaseUntil = null;
        }

        void ended(long lease, long askedThen, Next next) {
            if (epoch != lease) {
                return;
            }
            leaseUntil = null;
            failures = 0;
            if (asked == askedThen) {
                due =
                        switch (next) {
                            case Next.Done _ -> null;
                            case Next.Again(Instant at) -> at;
                        };
            }
        }
    }

    private final Map<Scope, TreeMap<String, Row>> rows = new LinkedHashMap<>();
    private @Nullable RuntimeException lastFailure;

    void ask(Scope scope, String name, Instant due) {
        Row row = of(scope).computeIfAbsent(name, _ -> new Row());
        row.asked++;
        row.due = row.due == null || due.isBefore(row.due) ? due : row.due;
    }

    /// Runs each that is due and not leased, once, and answers how many.
    int run(Desk desk, Transactions transactions, Supplier<Instant> clock) {
        int ran = 0;
        for (Scope scope : List.copyOf(rows.keySet())) {
            for (String name : List.copyOf(of(scope).keySet())) {
                Row row = of(scope).get(name);
                if (row != null && !row.waits(clock.get())) {
                    run(desk, new Leased(transactions, scope, name, row, clock.get()), clock);
                    ran++;
                }
            }
        }
        return ran;
    }

    private void run(Desk desk, Leased errand, Supplier<Instant> clock) {
        long asked = errand.row.asked;
        try {
            errand.row.ended(errand.epoch, asked, desk.run(errand));
        } catch (Errand.Fenced _) {
            // Another has it: nothing of this run is kept.
        } catch (RuntimeException e) {
            errand.row.failed(clock.get());
            lastFailure = e;
        }
    }

    Optional<RuntimeException> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /// When each may run next.
    List<Instant> due() {
        return rows.values().stream()
                .flatMap(byName -> byName.values().stream())
                .flatMap(row ->
                        row.due == null
                                ? Stream.empty()
                                : Stream.of(later(row.due, row.leaseUntil)))
                .toList();
    }

    private static Instant later(Instant a, @Nullable Instant b) {
        return b == null || a.isAfter(b) ? a : b;
    }

    private Map<String, Row> of(Scope scope) {
        return rows.computeIfAbsent(scope, _ -> new TreeMap<>());
    }

    private static final class Leased implements Errand {
        private final Transactions transactions;
        private final Scope scope;
        private final String name;
        private final Row row;
        private final long epoch;
        private final boolean resumed;
        private final Instant claimedAt;

        Leased(Transactions transactions, Scope scope, String name, Row row, Instant now) {
            this.transactions = transactions;
            this.scope = scope;
            this.name = name;
            this.row = row;
            this.resumed = row.leaseUntil != null || row.failures > 0;
            row.epoch++;
            row.leaseUntil = now.plus(LEASE);
            this.epoch = row.epoch;
            this.claimedAt = now;
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
            return row.epoch == epoch;
        }

        @Override
        public <T> T write(Function<Work, T> body) {
            if (row.epoch != epoch) {
                throw new Fenced(scope, name, epoch, row.epoch);
            }
            return transactions.in(scope, body);
        }
    }
}
