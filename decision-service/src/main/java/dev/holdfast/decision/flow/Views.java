package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Memory;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Timeline;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.LedgerEntry;
import dev.holdfast.decision.domain.story.Observed;
import dev.holdfast.decision.domain.story.Story;
import dev.holdfast.decision.domain.task.Task;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What is to be read of this service.
public final class Views {
    private static final int MOST_SITES = 2_000;
    private static final int MOST_LOOKS = 10;

    /// Sites that changed last, of which those of drills are shown, too.
    private static final int NEWEST_DRILLS = 200;

    private final Transactions transactions;
    private final Policies policies;

    public Views(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    /// One line of the list of incidents.
    public record Line(
            String id,
            String scope,
            String title,
            Severity severity,
            String state,
            @Nullable Instant deadline,
            Instant openedAt,
            List<String> triggers,
            @Nullable String sentence) {}

    /// One incident with everything that is known of it.
    public record Whole(
            Line incident,
            Incident detail,
            List<?> decisions,
            @Nullable PlanReady plan,
            List<?> approvals,
            List<?> timeline) {}

    /// One system in one environment.
    ///
    /// @param modeBy `person` or `pack`
    public record SystemView(
            String system,
            String environment,
            String scope,
            String mode,
            String modeBy,
            @Nullable String openIncident,
            @Nullable String pack,
            List<LedgerEntry> running,
            List<Site.Order> orders) {}

    /// A page of incidents.
    ///
    /// @param next where the following page begins; null on the last
    public record Page(List<Line> lines, @Nullable String next) {}

    /// May CI deploy?
    public record Gate(boolean open, String reason) {}

    /// Newest first. A page is one look, whatever there is before it; a reader who may see little is
    /// looked for more, at most [#MOST_LOOKS] times, and goes on from there.
    ///
    /// @param cursor the id of the last incident of the page before; null for the first page
    /// @param readable where the reader has a role
    public Page incidents(
            boolean openOnly, int limit, @Nullable String cursor, Predicate<Scope> readable) {
        List<Line> lines = new ArrayList<>();
        String after = cursor == null ? "" : cursor;
        Map<Scope, Boolean> known = new HashMap<>();
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            List<Shelved<Incident>> found =
                    transactions.listed(
                            openOnly ? Shelves.OPEN : Shelves.OPENED,
                            Shelves.OPENED,
                            Shelves.INCIDENTS,
                            after,
                            limit + 1);
            for (Shelved<Incident> i : found.subList(0, Math.min(limit, found.size()))) {
                if (lines.size() == limit) {
                    return new Page(lines, after);
                }
                after = i.id();
                boolean shown = !openOnly || i.value().isOpen();
                if (shown && known.computeIfAbsent(i.scope(), readable::test)) {
                    lines.add(line(i.value()));
                }
            }
            if (found.size() <= limit) {
                return new Page(lines, null);
            }
            if (lines.size() == limit) {
                return new Page(lines, after);
            }
        }
        return new Page(lines, after);
    }

    /// Is this the id of an incident that a page may begin behind?
    public boolean isCursor(String id) {
        return transactions.scopeOf(Shelves.OPENED, id).isPresent();
    }

    /// Whether the pack of the system names the person, whatever their token says.
    public boolean named(Person person, Scope scope) {
        return transactions.read(
                scope,
                work ->
                        policies.current(work, scope.system())
                                .flatMap(p -> p.person(person.name()))
                                .isPresent());
    }

    /// Closed while an incident is open, and for a release that was rolled away from.
    public Gate gate(Scope scope, @Nullable String component, @Nullable String version) {
        return transactions.read(
                scope,
                work -> {
                    Casebook book = Casebook.of(work, policies);
                    Incident open = book.open();
                    if (open != null) {
                        return new Gate(
                                false,
                                "incident %s is %s: %s"
                                        .formatted(open.id(), open.state().word(), open.title()));
                    }
                    if (component == null || version == null) {
                        return new Gate(true, "no incident is open");
                    }
                    Release release = new Release(component, version);
                    return book.site()
                            .ledger()
                            .failedAt(release)
                            .map(at ->
                                    new Gate(
                                            false,
                                            "%s was rolled away from at %s".formatted(release, at)))
                            .orElse(new Gate(true, "no incident is open"));
                });
    }

    /// @param pack the digest of the version that decided
    public record Explanation(
            String incident,
            String pack,
            List<?> decisions,
            Map<String, Memory.Stated> facts,
            List<Timeline.Kept> targets) {}

    public Explanation explain(Whole whole) {
        Incident i = whole.detail();
        List<Timeline.Kept> kept =
                transactions.read(
                        i.scope(),
                        work ->
                                policies.version(work, i.scope().system(), i.pack())
                                        .map(p -> Timeline.kept(i, p, work.now()))
                                        .orElse(List.of()));
        return new Explanation(i.id(), i.pack(), whole.decisions(), i.memory().facts(), kept);
    }

    /// What people owe an incident.
    public List<Task> tasks(String incident) {
        return scopeOf(incident)
                .map(s -> transactions.read(s, w -> Duties.tasks(w).of(incident)))
                .orElse(List.of());
    }

    /// What was recorded of a system, in pages: events as they were read and written, and commands.
    ///
    /// @param after the key of the last entry of the page before; empty for the first
    public List<Shelved<AuditEntry>> record(Scope scope, String after, int limit) {
        return transactions.under(scope, Shelves.AUDIT, after, limit);
    }

    /// The key of the entry before the last `most`; empty when there are no more than that.
    public String recordBefore(Scope scope, long most) {
        return transactions.under(scope, Shelves.AUDIT_HEADS).stream()
                .map(head -> head.number() - most)
                .filter(before -> before > 0)
                .map(Audit::key)
                .findFirst()
                .orElse("");
    }

    public List<Observed> observed(Scope scope) {
        return transactions.read(
                scope,
                work ->
                        work.all(Shelves.INCIDENTS).stream()
                                .sorted(Comparator.comparing(Incident::openedAt))
                                .flatMap(i ->
                                        work
                                                .find(Shelves.STORIES, i.id())
                                                .flatMap(s -> Observed.of(i.id(), s))
                                                .stream())
                                .toList());
    }

    public Optional<Whole> incident(String id) {
        return scopeOf(id)
                .flatMap(scope ->
                        transactions.read(
                                scope,
                                work ->
                                        work.find(Shelves.INCIDENTS, id)
                                                .map(i ->
                                                        whole(
                                                                i,
                                                                work.find(Shelves.STORIES, id)
                                                                        .orElse(Story.EMPTY)))));
    }

    /// Where an incident lies.
    public Optional<Scope> scopeOf(String id) {
        return transactions.scopeOf(Shelves.INCIDENTS, id);
    }

    /// The real ones, and the drills of late.
    public List<SystemView> systems(Predicate<Scope> readable) {
        return Stream.concat(
                        transactions.everywhere(Shelves.SITES, null, MOST_SITES).stream(),
                        transactions.everywhere(Shelves.SITES, NEWEST_DRILLS).stream()
                                .filter(s -> s.scope().drill() != null))
                .filter(s -> readable.test(s.scope()))
                .map(s -> system(s.scope()))
                .toList();
    }

    public SystemView system(Scope scope) {
        return transactions.read(
                scope,
                work -> {
                    Casebook book = Casebook.of(work, policies);
                    Site site = book.site();
                    Policy policy = book.policy(null).orElse(null);
                    Mode mode =
                            policy != null
                                    ? site.mode(policy)
                                    : Objects.requireNonNullElse(site.mode(), Mode.OBSERVE);
                    return new SystemView(
                            scope.system(),
                            scope.environment(),
                            scope.key(),
                            mode.name().toLowerCase(Locale.ROOT),
                            site.mode() == null ? "pack" : "person",
                            site.open(),
                            policy == null ? null : policy.digest(),
                            site.ledger().components().stream()
                                    .flatMap(c -> site.ledger().running(c).stream())
                                    .toList(),
                            site.orders());
                });
    }

    /// Oldest first.
    public List<LedgerEntry> releases(Scope scope) {
        return transactions.read(
                scope, work -> Casebook.of(work, policies).site().ledger().entries());
    }

    public Optional<PlanView> plan(Scope scope) {
        return transactions.read(scope, work -> work.find(Shelves.PLANS, Shelves.ONLY));
    }

    /// True when the person may respond in any system, by their token or by a pack that is current.
    public boolean known(Person caller, Instant now) {
        return Access.responds(caller, null)
                || policies.current(transactions).stream()
                        .anyMatch(p -> Access.responds(Access.known(caller, p, now), p));
    }

    private static Line line(Incident i) {
        return new Line(
                i.id(),
                i.scope().key(),
                i.title(),
                i.severity(),
                i.state().word(),
                i.state().deadline(),
                i.openedAt(),
                i.triggers().rules(),
                i.decision() == null ? null : i.decision().sentence());
    }

    private static Whole whole(Incident i, Story story) {
        return new Whole(
                line(i), i, story.decisions(), i.plan(), story.approvals(), story.timeline());
    }
}
