package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.decision.domain.incident.Facts;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Deployment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What another policy would have decided on what really happened: the recorded triggers, signals and
/// releases go through the very machine again. The other services answer as a good [World] does, and
/// people say nothing, so only the first decision of each incident is compared.
public final class WhatIf {
    /// An incident of the other policy belongs to the recorded one that opened so near to it.
    private static final Duration NEAR = Duration.ofMinutes(2);

    private WhatIf() {}

    /// One event as it was recorded.
    public record Recorded(Instant at, Event event) {}

    /// The first decision of an incident.
    public record First(
            Instant at,
            @Nullable String row,
            String severity,
            String action,
            @Nullable String runbook) {
        boolean same(First o) {
            return Objects.equals(row, o.row)
                    && severity.equals(o.severity)
                    && action.equals(o.action)
                    && Objects.equals(runbook, o.runbook);
        }
    }

    /// @param was null when no incident was opened then
    /// @param would null when none would be
    public record Difference(@Nullable First was, @Nullable First would) {
        public boolean differs() {
            return was == null || would == null || !was.same(would);
        }
    }

    /// @param record in the order in which it was written
    public static List<Difference> of(Policy policy, Scope scope, List<Recorded> record) {
        if (record.isEmpty()) {
            return List.of();
        }
        List<First> was = new ArrayList<>();
        Rehearsal rehearsal = new Rehearsal(policy, scope, World.GOOD, record.getFirst().at());
        rehearsal.set(rehearsal.site().mode(Mode.AUTOMATIC));
        for (Recorded r : record) {
            if (r.event() instanceof DecisionMade d && d.number() == 1) {
                was.add(first(d));
            }
            rehearsal.at(r.at(), () -> feed(rehearsal, r.event()));
        }
        rehearsal.until(record.getLast().at());
        List<First> would =
                rehearsal.told().stream()
                        .filter(e -> e instanceof DecisionMade d && d.number() == 1)
                        .map(e -> first((DecisionMade) e))
                        .toList();
        return compared(was, would);
    }

    private static First first(DecisionMade d) {
        return new First(d.at(), d.row(), d.severity().name(), d.action(), d.runbook());
    }

    private static void feed(Rehearsal r, Event event) {
        switch (event) {
            case TriggerRaised e -> r.raises(e.trigger(), Kind.MEASURED);
            case TriggerCleared e -> r.clears(e.trigger().id());
            case ReleaseHeld e ->
                    r.set(
                            r.site()
                                    .ledger(
                                            r.site()
                                                    .ledger()
                                                    .declareHeld(e.release(), "recorded", r.now())
                                                    .ledger()));
            case SignalAccepted e -> {
                Deployment.read(e.kind(), e.attributes(), e.at()).ifPresent(r::deploys);
                if (r.policy().signals().contains(e.kind())) {
                    r.raises(Facts.ofSignal(e), Kind.SIGNAL);
                }
            }
            default -> {}
        }
    }

    private static List<Difference> compared(List<First> was, List<First> would) {
        List<Difference> all = new ArrayList<>();
        List<First> left = new ArrayList<>(would);
        for (First w : was) {
            First match =
                    left.stream()
                            .filter(x ->
                                    Duration.between(x.at(), w.at()).abs().compareTo(NEAR) <= 0)
                            .findFirst()
                            .orElse(null);
            if (match != null) {
                left.remove(match);
            }
            all.add(new Difference(w, match));
        }
        left.forEach(x -> all.add(new Difference(null, x)));
        return all;
    }

    /// True for what [#of] looks at.
    public static boolean wanted(Class<? extends Event> type) {
        return ledger(type)
                || type == TriggerRaised.class
                || type == TriggerCleared.class
                || type == IncidentOpened.class
                || type == DecisionMade.class;
    }

    /// True for what says which releases there are.
    public static boolean ledger(Class<? extends Event> type) {
        return type == SignalAccepted.class || type == ReleaseHeld.class;
    }
}
