package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// What it means to the rest of an incident that it leads a group.
final class Grouped {
    private Grouped() {}

    /// Nothing was allowed yet.
    static boolean forming(Lead lead) {
        return lead.authority() == null && !lead.over();
    }

    /// It was allowed, and is not over.
    static boolean committed(Turn turn) {
        Lead lead = turn.lead;
        return lead != null && lead.authority() != null && !lead.over();
    }

    /// Members that are ordered besides it, once it is.
    static int others(Turn turn) {
        Lead lead = turn.lead;
        return lead == null || !forming(lead) ? 0 : lead.members().size() - 1;
    }

    /// Those of them that act at the same time.
    static int atOnce(Turn turn) {
        Lead lead = turn.lead;
        return lead == null || lead.inOrder() ? 0 : others(turn);
    }

    /// Why people must agree, though the leader's own rules would not ask them.
    static Optional<String> asks(Turn turn) {
        Lead lead = turn.lead;
        return lead == null || !forming(lead)
                ? Optional.empty()
                : lead.members().stream()
                        .filter(m -> m.asks() != null)
                        .map(m -> "of %s %s".formatted(m.scope(), m.asks()))
                        .findFirst();
    }

    /// Who may not agree, since they asked for a member's rollback or deployed what goes back there.
    static List<String> excluded(Turn turn) {
        Lead lead = turn.lead;
        return lead == null || !forming(lead)
                ? List.of()
                : lead.members().stream().flatMap(m -> m.excluded().stream()).distinct().toList();
    }

    /// `, in this order: payments/production (api 2 back to 1), …`
    static String words(Turn turn) {
        Lead lead = turn.lead;
        if (lead == null || lead.over() || !lead.planned()) {
            return "";
        }
        List<String> all = lead.members().stream().map(m -> words(m.scope(), m.plan())).toList();
        return ", as group '%s', %s: %s"
                .formatted(
                        lead.group(),
                        lead.inOrder() ? "in this order" : "all at once",
                        String.join(", ", all));
    }

    private static String words(String scope, @Nullable PlanReady plan) {
        return plan == null
                ? scope
                : "%s (%s back to %s)"
                        .formatted(
                                scope,
                                plan.from() == null ? plan.to().component() : plan.from(),
                                plan.to().version());
    }
}
