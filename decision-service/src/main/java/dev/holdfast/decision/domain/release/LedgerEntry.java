package dev.holdfast.decision.domain.release;

import dev.holdfast.backbone.events.Release;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What is known of one release in one system and environment.
///
/// @param deployedAt when its deployment began or ended, the latter if known
/// @param since when the status became what it is
/// @param changes what it changed: `code`, `configuration`, `migration`, ...
public record LedgerEntry(
        Release release,
        Status status,
        Instant deployedAt,
        Instant since,
        @Nullable String by,
        @Nullable String commit,
        List<String> changes) {

    /// How far a release has come.
    public enum Status {
        /// Its deployment has begun and not ended.
        ARRIVING,
        DEPLOYED,
        /// Good enough to go back to.
        HELD,
        /// Rolled away from.
        FAILED
    }

    public LedgerEntry {
        changes = List.copyOf(changes);
    }

    LedgerEntry become(Status status, Instant since) {
        return new LedgerEntry(release, status, deployedAt, since, by, commit, changes);
    }

    public boolean held() {
        return status == Status.HELD;
    }
}
