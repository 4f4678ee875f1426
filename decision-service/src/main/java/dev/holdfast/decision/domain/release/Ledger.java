package dev.holdfast.decision.domain.release;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.domain.release.Deployment.Phase;
import dev.holdfast.decision.domain.release.LedgerEntry.Status;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which releases ran in one system and environment, in the order in which they came to run; of each
/// component the last is what runs now.
///
///     Arriving ──finished──▶ Deployed ──quiet for `holds-after`, or a person says so──▶ Held
///         └──────────────────────┴──────────────── rolled away from ──▶ Failed ◀────────┘
public record Ledger(List<LedgerEntry> entries) {
    public static final Ledger EMPTY = new Ledger(List.of());

    /// Old releases are forgotten past this many, oldest first; of each component what runs and the
    /// last that held stay.
    private static final int MOST = 200;

    public Ledger {
        entries = List.copyOf(entries);
    }

    /// A ledger with what is to be told about the change.
    public record Change(Ledger ledger, List<IncidentEvent> events) {
        static Change none(Ledger ledger) {
            return new Change(ledger, List.of());
        }
    }

    /// What runs now, as far as the signals say.
    public Optional<LedgerEntry> running(String component) {
        return entries.reversed().stream()
                .filter(e -> e.release().component().equals(component))
                .filter(e -> e.status() != Status.FAILED)
                .findFirst();
    }

    /// The release that came last, of any component.
    public Optional<LedgerEntry> newest() {
        return entries.reversed().stream().filter(e -> e.status() != Status.FAILED).findFirst();
    }

    /// The last release that held before the one that runs now: where a rollback goes.
    public Optional<LedgerEntry> lastHeld(String component) {
        Optional<LedgerEntry> now = running(component);
        return entries.reversed().stream()
                .filter(e -> e.release().component().equals(component))
                .filter(LedgerEntry::held)
                .filter(e -> now.isEmpty() || !e.release().equals(now.get().release()))
                .findFirst();
    }

    public Optional<LedgerEntry> find(Release release) {
        return entries.reversed().stream().filter(e -> e.release().equals(release)).findFirst();
    }

    /// Names of all components that were ever seen.
    public List<String> components() {
        return entries.stream().map(e -> e.release().component()).distinct().sorted().toList();
    }

    /// When a release was last rolled away from, if it was.
    public Optional<Instant> failedAt(Release release) {
        return find(release).filter(e -> e.status() == Status.FAILED).map(LedgerEntry::since);
    }

    /// Takes in a deployment signal. A signal about what runs already is a repeat or the echo of our
    /// own rollback: no new release. What is said to be deployed in the future is deployed now. One
    /// whose deployment failed may be there in part: it is what would be rolled back, and never holds.
    public Change deployed(Deployment d, @Nullable Release ourTarget, Instant now) {
        if (d.phase() == Phase.COMPLETED) {
            return Change.none(completed(d.release(), d.at()));
        }
        if (d.phase() == Phase.SEEN) {
            return Change.none(seen(d, now));
        }
        Optional<LedgerEntry> before = running(d.release().component());
        boolean same = before.isPresent() && before.get().release().equals(d.release());
        boolean echo = d.release().equals(ourTarget);
        Instant at = d.at().isAfter(now) ? now : d.at();
        boolean older = before.isPresent() && at.isBefore(before.get().deployedAt());
        boolean broken = d.phase() == Phase.FAILED && same && !before.get().held() && !older;
        boolean known = same && before.get().status() != Status.ARRIVING && !broken;
        boolean again = same && d.phase() == Phase.STARTED;
        boolean late = older && !same;
        boolean gone = failedAt(d.release()).filter(t -> !at.isAfter(t)).isPresent();
        if (echo || known || again || late || gone) {
            return Change.none(this);
        }
        boolean arriving = d.phase() != Phase.FINISHED;
        Instant started = d.phase() == Phase.STARTED ? at : same ? before.get().startedAt() : null;
        LedgerEntry entry =
                new LedgerEntry(
                        d.release(),
                        arriving ? Status.ARRIVING : Status.DEPLOYED,
                        at,
                        now,
                        d.by() == null && same ? before.get().by() : d.by(),
                        d.commit() == null && same ? before.get().commit() : d.commit(),
                        d.changes(),
                        started,
                        null,
                        false);
        Ledger after = without(d.release()).plus(entry);
        Optional<LedgerEntry> replaced =
                same ? without(d.release()).running(d.release().component()) : before;
        return arriving
                ? Change.none(after)
                : new Change(after, List.of(told(entry, replaced, now)));
    }

    /// What runs when nothing is known yet: no deployment, but a way back once it has held.
    private Ledger seen(Deployment d, Instant now) {
        return running(d.release().component()).isPresent() || find(d.release()).isPresent()
                ? this
                : plus(
                        new LedgerEntry(
                                d.release(),
                                Status.DEPLOYED,
                                d.at().isAfter(now) ? now : d.at(),
                                now,
                                null,
                                d.commit(),
                                d.changes()));
    }

    private Ledger completed(Release release, Instant at) {
        return find(release)
                .filter(e -> e.completedAt() == null)
                .map(e -> replace(e.deployment(e.startedAt(), at)))
                .orElse(this);
    }

    /// It was proven to work, after it was deployed.
    public Ledger proven(Release release) {
        return find(release).map(e -> replace(e.proven())).orElse(this);
    }

    /// A person, or the first release that is ever named as good.
    public Change declareHeld(Release release, String by, Instant now) {
        Optional<LedgerEntry> known = find(release);
        if (known.filter(LedgerEntry::held).isPresent()) {
            return Change.none(this);
        }
        LedgerEntry held =
                known.map(e -> e.become(Status.HELD, now))
                        .orElse(
                                new LedgerEntry(
                                        release, Status.HELD, now, now, null, null, List.of()));
        Ledger after =
                known.isPresent()
                        ? replace(held)
                        : running(release.component()).isPresent()
                                ? new Ledger(
                                        Stream.concat(Stream.of(held), entries.stream()).toList())
                                : plus(held);
        return new Change(after, List.of(new ReleaseHeld(release, by, null, now)));
    }

    /// Lets every running release hold that has been quiet for so long.
    ///
    /// @param quietSince no release counts time before it: the end of the last incident, or when
    ///     something last stood
    public Change hold(Duration holdsAfter, @Nullable Instant quietSince, Instant now) {
        return hold(holdsAfter, quietSince, now, false);
    }

    /// @param proven only what was proven to work after its deployment
    public Change hold(
            Duration holdsAfter, @Nullable Instant quietSince, Instant now, boolean proven) {
        Ledger after = this;
        List<IncidentEvent> events = new ArrayList<>();
        for (LedgerEntry e : waiting()) {
            boolean due = !now.isBefore(holdsAt(e, holdsAfter, quietSince));
            if (due && (e.verified() || !proven)) {
                after = after.replace(e.become(Status.HELD, now));
                events.add(new ReleaseHeld(e.release(), null, holdsAfter, now));
            }
        }
        return new Change(after, events);
    }

    /// A release that would hold now if it were proven to work.
    public Optional<Release> unproven(
            Duration holdsAfter, @Nullable Instant quietSince, Instant now) {
        return waiting().stream()
                .filter(e -> !e.verified())
                .filter(e -> !now.isBefore(holdsAt(e, holdsAfter, quietSince)))
                .map(LedgerEntry::release)
                .findFirst();
    }

    /// When the next running release will have held, if one is on its way.
    public Optional<Instant> nextHold(Duration holdsAfter, @Nullable Instant quietSince) {
        return waiting().stream()
                .map(e -> holdsAt(e, holdsAfter, quietSince))
                .min(Instant::compareTo);
    }

    /// A rollback is done: `bad` has failed and `good` runs again.
    public Change rolledBack(
            @Nullable Release bad, Release good, String incident, String reason, Instant now) {
        Ledger after = this;
        List<IncidentEvent> events = new ArrayList<>();
        if (bad != null) {
            after =
                    after.find(bad)
                            .map(e -> e.become(Status.FAILED, now))
                            .map(after::replace)
                            .orElse(after);
            events.add(new ReleaseFailed(bad, incident, reason, now));
        }
        LedgerEntry again =
                after.find(good)
                        .map(e -> e.status() == Status.FAILED ? e.become(Status.DEPLOYED, now) : e)
                        .orElse(
                                new LedgerEntry(
                                        good, Status.DEPLOYED, now, now, null, null, List.of()));
        return new Change(after.without(good).plus(again), events);
    }

    private List<LedgerEntry> waiting() {
        return components().stream()
                .flatMap(c -> running(c).stream())
                .filter(e -> e.status() == Status.DEPLOYED)
                .toList();
    }

    private static Instant holdsAt(
            LedgerEntry e, Duration holdsAfter, @Nullable Instant quietSince) {
        return Stream.of(e.deployedAt(), e.since(), quietSince == null ? e.since() : quietSince)
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .plus(holdsAfter);
    }

    private static ReleaseDeployed told(
            LedgerEntry e, Optional<LedgerEntry> replaced, Instant now) {
        return new ReleaseDeployed(
                e.release(),
                e.by(),
                e.commit(),
                e.changes(),
                replaced.map(LedgerEntry::release).orElse(null),
                e.deployedAt(),
                now);
    }

    private Ledger plus(LedgerEntry entry) {
        List<LedgerEntry> all = new ArrayList<>(entries);
        all.add(entry);
        Ledger after = new Ledger(all);
        return all.size() <= MOST ? after : after.oldest().map(after::without).orElse(after);
    }

    /// The oldest release that nobody can need any more.
    private Optional<Release> oldest() {
        Set<Release> needed = new HashSet<>();
        for (String component : components()) {
            running(component).ifPresent(e -> needed.add(e.release()));
            lastHeld(component).ifPresent(e -> needed.add(e.release()));
        }
        return entries.stream()
                .map(LedgerEntry::release)
                .filter(r -> !needed.contains(r))
                .findFirst();
    }

    private Ledger without(Release release) {
        return new Ledger(entries.stream().filter(e -> !e.release().equals(release)).toList());
    }

    private Ledger replace(LedgerEntry entry) {
        return new Ledger(
                entries.stream()
                        .map(e -> e.release().equals(entry.release()) ? entry : e)
                        .toList());
    }
}
