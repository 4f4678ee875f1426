package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Ledger;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a rollback that nobody has decided on would be about.
///
/// @param obstacle why there is none, when `to` or `runbook` is missing
public record Preview(
        @Nullable Release from,
        @Nullable Release to,
        @Nullable String runbook,
        @Nullable String obstacle) {

    /// Why a component that a person names cannot be rolled back, if it is not known.
    public static Optional<String> unknown(Ledger ledger, @Nullable String component) {
        return component == null || ledger.components().contains(component)
                ? Optional.empty()
                : Optional.of(Target.unknown(component, ledger));
    }

    /// @param component null: the one deployed last
    /// @param version null: the last that held
    public static Preview of(
            Policy policy, Ledger ledger, @Nullable String component, @Nullable String version) {
        Standing wish =
                new Standing(
                        Facts.ofRequest("preview", "preview", component, version, Instant.EPOCH),
                        Kind.MANUAL,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null,
                        false,
                        false);
        Target target = Target.of(null, List.of(wish), ledger);
        Optional<LedgerEntry> running = target.running();
        String runbook =
                policy.firstRunbook(running.map(LedgerEntry::changes).orElse(List.of()))
                        .orElse(null);
        return new Preview(
                running.map(LedgerEntry::release).orElse(null),
                target.to(),
                runbook,
                target.obstacle() == null
                        ? "no row of the matrix names a runbook"
                        : target.obstacle());
    }
}
