package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.LedgerEntry;
import dev.holdfast.decision.domain.story.Story;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What is to be read of this service.
public final class Views {
    private static final int MOST_SITES = 2_000;

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

    /// Newest first.
    public List<Line> incidents(boolean openOnly, int limit) {
        return transactions.everywhere(Shelves.INCIDENTS, openOnly ? MOST_SITES : limit).stream()
                .map(Shelved::value)
                .filter(i -> !openOnly || i.isOpen())
                .limit(limit)
                .map(Views::line)
                .toList();
    }

    public Optional<Whole> incident(String id) {
        return scopeOf(id)
                .flatMap(scope ->
                        transactions.in(
                                scope,
                                work ->
                                        work.find(Shelves.INCIDENTS, id)
                                                .map(i ->
                                                        whole(
                                                                i,
                                                                work.find(Shelves.STORIES, id)
                                                                        .orElse(Story.EMPTY)))));
    }

    /// Where an incident lies: its id begins with the system's name.
    public Optional<Scope> scopeOf(String id) {
        return transactions.everywhere(Shelves.SITES, MOST_SITES).stream()
                .map(Shelved::scope)
                .filter(s -> id.startsWith(s.system() + "-"))
                .filter(s -> transactions.in(s, w -> w.find(Shelves.INCIDENTS, id).isPresent()))
                .findFirst();
    }

    public List<SystemView> systems() {
        return transactions.everywhere(Shelves.SITES, MOST_SITES).stream()
                .map(s -> system(s.scope()))
                .toList();
    }

    public SystemView system(Scope scope) {
        return transactions.in(
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
        return transactions.in(
                scope, work -> Casebook.of(work, policies).site().ledger().entries());
    }

    public Optional<PlanView> plan(Scope scope) {
        return transactions.in(scope, work -> work.find(Shelves.PLANS, Shelves.ONLY));
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
