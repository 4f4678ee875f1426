package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.domain.policy.Row;
import dev.holdfast.decision.domain.release.Ledger;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What would be rolled back, and to what.
///
/// @param running what runs now, if the ledger knows
/// @param to null when there is nothing to go back to; `obstacle` says why then
/// @param named a person named `to`
record Target(
        Optional<LedgerEntry> running,
        @Nullable Release to,
        @Nullable String obstacle,
        boolean named) {

    static final String COMPONENT = "component";
    static final String VERSION = "to";

    /// The component that a person names, else the one of the row, else the one that a trigger's
    /// label names, else the one deployed last; the target is what that person named, else the last
    /// release of it that held. Of several requests the newest counts.
    static Target of(@Nullable Row row, List<Standing> triggers, Ledger ledger) {
        Optional<Map<String, String>> request =
                triggers.stream()
                        .filter(s -> s.kind() == Standing.Kind.MANUAL)
                        .max(Comparator.comparing(Standing::raisedAt))
                        .map(s -> s.trigger().labels());
        Optional<String> asked = request.map(r -> r.get(COMPONENT));
        Optional<String> unknown = asked.filter(c -> !ledger.components().contains(c));
        if (unknown.isPresent()) {
            return nothing(Optional.empty(), unknown(unknown.get(), ledger));
        }
        Optional<String> component =
                asked.or(() -> Optional.ofNullable(row).map(Row::component))
                        .or(() -> label(triggers, COMPONENT).filter(ledger.components()::contains))
                        .or(() -> ledger.newest().map(e -> e.release().component()));
        if (component.isEmpty()) {
            return nothing(Optional.empty(), "no release of this system is known");
        }
        Optional<LedgerEntry> running = ledger.running(component.get());
        Optional<String> named = request.map(r -> r.get(VERSION));
        if (named.isPresent()) {
            return named(new Release(component.get(), named.get()), running, ledger);
        }
        return ledger.lastHeld(component.get())
                .map(e -> new Target(running, e.release(), null, false))
                .orElseGet(() ->
                        nothing(
                                running,
                                "no earlier release of %s is known to have held"
                                        .formatted(component.get())));
    }

    /// Why a component that a person names cannot be rolled back.
    static String unknown(String component, Ledger ledger) {
        return "no release of component '%s' is known; known are %s"
                .formatted(
                        component,
                        ledger.components().isEmpty()
                                ? "none"
                                : String.join(", ", ledger.components()));
    }

    private static Target named(Release to, Optional<LedgerEntry> running, Ledger ledger) {
        if (running.filter(r -> r.release().equals(to)).isPresent()) {
            return nothing(running, to + " is what runs now");
        }
        return ledger.find(to).isPresent()
                ? new Target(running, to, null, true)
                : nothing(running, to + " is not in the ledger");
    }

    private static Target nothing(Optional<LedgerEntry> running, String obstacle) {
        return new Target(running, null, obstacle, false);
    }

    private static Optional<String> label(List<Standing> triggers, String name) {
        return triggers.stream()
                .flatMap(s -> Optional.ofNullable(s.trigger().labels().get(name)).stream())
                .findFirst();
    }
}
