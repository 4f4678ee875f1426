package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Facts;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Deployment;
import dev.holdfast.decision.domain.release.Ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the detector tells: triggers, and signals from outside.
final class TriggerNews {
    private TriggerNews() {}

    static void on(Casebook book, Work work, TriggerEvent event, Because because) {
        switch (event) {
            case TriggerRaised e ->
                    stated(book, work, e, e.trigger(), Kind.MEASURED, e.at(), because);
            case TriggerUpdated e ->
                    stated(book, work, e, e.trigger(), Kind.MEASURED, e.at(), because);
            case TriggerCleared e -> cleared(book, work, e, because);
            case SignalAccepted e -> signal(book, work, e, because);
            case PackAccepted _, PackRefused _ -> {}
        }
    }

    private static void stated(
            Casebook book,
            Work work,
            TriggerEvent event,
            Trigger trigger,
            Kind kind,
            Instant at,
            Because because) {
        Incident open = book.open();
        Optional<Policy> policy = book.policy(open);
        if (policy.isEmpty()) {
            return;
        }
        if (open != null) {
            book.tell(open.id(), List.of(event));
        }
        book.keep(
                Machine.stated(open, book.site(), trigger, kind, at, book.situation(policy.get())),
                because);
        later(work);
        boolean begins = open == null;
        book.openIfNeeded(because);
        Incident now = book.open();
        if (begins && now != null) {
            book.tell(now.id(), List.of(event));
        }
    }

    private static void cleared(Casebook book, Work work, TriggerCleared e, Because because) {
        Incident open = book.open();
        Optional<Policy> policy = book.policy(open);
        if (policy.isEmpty()) {
            return;
        }
        if (open != null) {
            book.tell(open.id(), List.of(e));
        }
        book.keep(
                Machine.cleared(
                        open,
                        book.site(),
                        e.trigger(),
                        e.at(),
                        Facts.measured(e),
                        book.situation(policy.get())),
                because);
        later(work);
    }

    private static void signal(Casebook book, Work work, SignalAccepted e, Because because) {
        Deployment.read(e.kind(), e.attributes(), e.at())
                .ifPresent(d -> deployed(book, work, d, because));
        boolean opens =
                book.policy(book.open()).filter(p -> p.signals().contains(e.kind())).isPresent();
        if (opens) {
            stated(book, work, e, Facts.ofSignal(e), Kind.SIGNAL, e.at(), because);
        }
    }

    private static void deployed(Casebook book, Work work, Deployment d, Because because) {
        Ledger.Change change = book.site().ledger().deployed(d, book.echo(), work.now());
        book.keep(change, because);
        Incident open = book.open();
        boolean fresh = change.events().stream().anyMatch(ReleaseDeployed.class::isInstance);
        if (open != null && fresh) {
            book.policy(open)
                    .ifPresent(p ->
                            book.keep(
                                    Machine.on(
                                            open,
                                            book.site(),
                                            new Happening.Deployed(d.release()),
                                            book.situation(p)),
                                    because));
        }
    }

    /// What is only noted now is decided once everything older was read.
    private static void later(Work work) {
        if (!work.upToDate()) {
            work.timer(Casebook.DECIDE, work.now());
        }
    }
}
