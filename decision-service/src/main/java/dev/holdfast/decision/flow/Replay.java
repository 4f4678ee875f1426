package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.incident.Mail;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Works the record of one system out again: every event, timer and command of the audit goes through
/// the very code that decides, on a store that begins empty, and what is recorded then must be, byte
/// for byte, what was recorded at the time.
public final class Replay {
    static final Comparator<Changes.Place> PLACES =
            Comparator.comparing((Changes.Place p) -> p.scope().key())
                    .thenComparing(Changes.Place::shelf)
                    .thenComparing(Changes.Place::id);

    private static final int PAGE = 500;

    private final Transactions live;
    private final Policies policies;

    public Replay(Transactions live, Policies policies) {
        this.live = live;
        this.policies = policies;
    }

    /// The first entry that came out otherwise.
    ///
    /// @param recorded what the audit has; null when it has nothing there
    /// @param replayed what came out; null when nothing did
    public record Difference(long number, @Nullable String recorded, @Nullable String replayed) {}

    /// @param inputs events, timers and commands that were worked out again
    /// @param entries of the audit that came out the same
    /// @param difference null when all did
    public record Report(
            boolean same, long inputs, long entries, @Nullable Difference difference) {}

    /// Replays all that is recorded of one system in one environment.
    public Report of(Scope scope) {
        // What is written from here on may rest on a pack that we have not read.
        String end =
                live.under(scope, Shelves.AUDIT_HEADS).stream()
                        .findFirst()
                        .map(head -> Audit.key(head.number()))
                        .orElse("");
        ReplayTables tables =
                new ReplayTables(
                        activated(scope), digest -> Packs.version(live, scope.system(), digest));
        Run run = new Run(scope, tables);
        String last = "";
        List<Shelved<AuditEntry>> page;
        do {
            page = live.under(scope, Shelves.AUDIT, last, PAGE);
            for (Shelved<AuditEntry> e : page) {
                if (e.id().compareTo(end) <= 0) {
                    run.read(e.value());
                }
                last = e.id();
            }
        } while (page.size() == PAGE && last.compareTo(end) < 0 && run.difference == null);
        run.close();
        return new Report(run.difference == null, run.inputs, run.same, run.difference);
    }

    private Map<Instant, String> activated(Scope scope) {
        Map<Instant, String> all = new TreeMap<>();
        for (AuditEntry e : live.under(Scope.pack(scope.system()), Shelves.AUDIT)) {
            if (e.kind().equals(EventTypes.of(PackActivated.class))) {
                PackActivated activated = Json.read(e.body(), PackActivated.class);
                all.put(e.at(), activated.digest());
            }
        }
        return all;
    }

    /// All that one transaction has recorded has its time, and no other transaction of the scope has.
    private final class Run {
        private final Scope scope;
        private final ReplayTables tables;
        private final DecisionDesk desk;
        private final Commands commands;
        private final List<AuditEntry> group = new ArrayList<>();
        private long sequence;
        private long inputs;
        private long same;
        private @Nullable Difference difference;

        Run(Scope scope, ReplayTables tables) {
            this.scope = scope;
            this.tables = tables;
            this.desk = new DecisionDesk(policies, live);
            this.commands = new Commands(live, policies);
        }

        void read(AuditEntry entry) {
            if (!group.isEmpty() && !group.getFirst().at().equals(entry.at())) {
                close();
            }
            group.add(entry);
        }

        void close() {
            if (!group.isEmpty() && difference == null) {
                transaction(List.copyOf(group));
            }
            group.clear();
        }

        private void transaction(List<AuditEntry> recorded) {
            Instant now = recorded.getFirst().at();
            if (recorded.stream().allMatch(e -> e.kind().equals(Looked.BEHIND))) {
                // Once written for what is on no record itself; nothing came of it.
                tables.passOver(scope, recorded.getLast().head());
                same += recorded.size();
                return;
            }
            boolean behind = recorded.stream().anyMatch(e -> e.kind().equals(Looked.BEHIND));
            inputs++;
            Difference first = null;
            // A pack that was being activated just then may have been seen, or not yet.
            for (Instant seen : tables.activatedAround(now)) {
                tables.begin(seen, looked(recorded));
                UnitOfWork work =
                        new UnitOfWork(tables, Topic.INCIDENTS, scope, sequence, now, !behind);
                again(work, recorded);
                Difference difference = compared(recorded, entries(work));
                if (difference == null) {
                    tables.keep(work.changes().documents());
                    sequence = work.sequences().getOrDefault(scope, sequence);
                    same += recorded.size();
                    return;
                }
                first = first == null ? difference : first;
            }
            difference = first;
        }

        private void again(UnitOfWork work, List<AuditEntry> recorded) {
            AuditEntry first = recorded.getFirst();
            AuditEntry last = recorded.getLast();
            if (last.kind().equals(Commands.KIND)) {
                commands.again(work, last);
            } else if (first.kind().equals(DecisionDesk.TIMER)) {
                desk.due(work, first.id());
            } else if (first.kind().equals(Mailroom.KIND)) {
                Mailroom.put(
                        work, new Mailroom.Letter(first.id(), Json.read(first.body(), Mail.class)));
            } else if (first.kind().equals(SwitchRound.KIND)) {
                SwitchRound.tell(work, policies, first.id());
            } else {
                EventTypes.named(first.kind())
                        .ifPresent(type -> {
                            var _ = desk.receive(work, envelope(first, type));
                        });
            }
        }

        private Envelope<Event> envelope(AuditEntry e, Class<? extends Event> type) {
            return new Envelope<>(
                    e.id(), scope, e.at(), 1, null, null, null, null, Json.read(e.body(), type));
        }

        private Looked looked(List<AuditEntry> recorded) {
            return recorded.stream()
                    .filter(e -> e.kind().equals(Looked.KIND))
                    .map(e -> Json.read(e.body(), Looked.class))
                    .findFirst()
                    .orElse(new Looked(null, null));
        }

        private List<AuditEntry> entries(UnitOfWork work) {
            return work.changes().documents().values().stream()
                    .filter(AuditEntry.class::isInstance)
                    .map(AuditEntry.class::cast)
                    .sorted(Comparator.comparingLong(AuditEntry::number))
                    .toList();
        }

        private static @Nullable Difference compared(
                List<AuditEntry> recorded, List<AuditEntry> replayed) {
            for (int i = 0; i < Math.max(recorded.size(), replayed.size()); i++) {
                AuditEntry was = i < recorded.size() ? recorded.get(i) : null;
                AuditEntry is = i < replayed.size() ? replayed.get(i) : null;
                if (was == null || !was.equals(is)) {
                    return new Difference(
                            was != null ? was.number() : is == null ? 0 : is.number(),
                            shown(was),
                            shown(is));
                }
            }
            return null;
        }

        private static @Nullable String shown(@Nullable AuditEntry e) {
            return e == null ? null : "%s at %s: %s".formatted(e.kind(), e.at(), e.body());
        }
    }
}
