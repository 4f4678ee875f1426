package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.work.Changes.Place;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where a [Mutant] changes what passes between a service and its database or topics.
final class Seams implements MemoryTables.Reading {
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final @Nullable Mutant mutant;
    private final Simulation simulation;
    private final Map<String, String> planned = new HashMap<>();
    private int auditLines;

    Seams(@Nullable Mutant mutant, Simulation simulation) {
        this.mutant = mutant;
        this.simulation = simulation;
    }

    @Override
    public boolean always() {
        return mutant != null;
    }

    /// A document as the service reads it.
    @Override
    public String read(String shelf, String text) {
        return switch (shelf) {
            case "halt" -> readsWhen(Mutant.HALT_NOT_READ, text, "\"on\":true", "\"on\":false");
            case "site" -> site(text);
            case "incident" ->
                    readsWhen(
                            Mutant.ASKER_APPROVES,
                            text,
                            "\"excluded\":\\[[^\\]]*\\]",
                            "\"excluded\":[]");
            default -> text;
        };
    }

    private String site(String text) {
        String mode =
                readsWhen(
                        Mutant.OBSERVE_IGNORED,
                        text.replaceFirst("\"mode\":(null|\"[A-Z]*\"),", ""),
                        "\"ledger\":",
                        "\"mode\":\"AUTOMATIC\",\"ledger\":");
        String orders =
                readsWhen(
                        Mutant.ORDERS_FORGOTTEN,
                        mutant == Mutant.OBSERVE_IGNORED ? mode : text,
                        "\"orders\":\\[[^\\]]*\\]",
                        "\"orders\":[]");
        return readsWhen(
                Mutant.FAILED_FORGOTTEN, orders, "\"status\":\"FAILED\"", "\"status\":\"HELD\"");
    }

    private String readsWhen(Mutant variant, String text, String written, String instead) {
        return mutant == variant ? text.replaceAll(written, instead) : text;
    }

    /// Whether what is written is kept.
    boolean keeps(Place place) {
        return mutant != Mutant.AUDIT_LINE_LOST
                || !place.shelf().equals("audit")
                || ++auditLines % 50 != 0;
    }

    /// An event as the service hears it.
    Envelope<Event> heard(String service, Envelope<Event> event) {
        if (mutant == null) {
            return event;
        }
        return event.with(
                switch (event.data()) {
                    case RollbackOrdered o when service.equals("executor-service") -> order(o);
                    case PlanReady p -> plan(service, p);
                    case TriggerRaised t when mutant == Mutant.OLD_NEWS_IS_NEW ->
                            new TriggerRaised(t.trigger(), simulation.now(), t.window());
                    case TriggerUpdated t when mutant == Mutant.OLD_NEWS_IS_NEW ->
                            new TriggerUpdated(t.trigger(), simulation.now());
                    default -> event.data();
                });
    }

    private RollbackOrdered order(RollbackOrdered o) {
        boolean allowed = mutant == Mutant.AUTHORITY_NOT_CHECKED && o.authority().missing();
        boolean bound = mutant == Mutant.HASH_NOT_CHECKED;
        return new RollbackOrdered(
                o.incident(),
                o.rollback(),
                bound ? planned.getOrDefault(o.rollback(), o.planHash()) : o.planHash(),
                o.from(),
                o.to(),
                allowed ? new Authority("anybody", List.of()) : o.authority(),
                mutant == Mutant.NOT_AFTER_IGNORED ? FAR : o.notAfter(),
                o.reason(),
                o.at());
    }

    private PlanReady plan(String service, PlanReady p) {
        planned.put(p.rollback(), p.hash());
        if (mutant != Mutant.LOSS_NOT_SEEN || !service.equals("decision-service")) {
            return p;
        }
        List<PlannedStep> steps =
                p.steps().stream()
                        .map(s ->
                                new PlannedStep(s.name(), s.action(), s.does(), s.repeat(), false))
                        .toList();
        return new PlanReady(
                p.incident(),
                p.rollback(),
                p.hash(),
                p.runbook(),
                p.from(),
                p.to(),
                steps,
                null,
                p.downtime(),
                p.duration(),
                p.unchecked(),
                p.at());
    }
}
