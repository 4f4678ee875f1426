package dev.holdfast.decision.domain.release;

import dev.holdfast.backbone.events.Release;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What is known of one release in one system and environment.
///
/// @param deployedAt when its deployment began or ended, the latter if known
/// @param since when the status became what it is
/// @param startedAt when its deployment began, if that was told
/// @param completedAt when the workflow that deployed it was completed, if that was told
/// @param verified that it works was proven after it was deployed
/// @param changes what it changed: `code`, `configuration`, `migration`, ...
public record LedgerEntry(
        Release release,
        Status status,
        Instant deployedAt,
        Instant since,
        @Nullable String by,
        @Nullable String commit,
        List<String> changes,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        boolean verified) {

    /// How far a release has come.
    public enum Status {
        /// Its deployment has begun and not ended, or has failed: it may be there in part.
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

    public LedgerEntry(
            Release release,
            Status status,
            Instant deployedAt,
            Instant since,
            @Nullable String by,
            @Nullable String commit,
            List<String> changes) {
        this(release, status, deployedAt, since, by, commit, changes, null, null, false);
    }

    LedgerEntry become(Status status, Instant since) {
        return new LedgerEntry(
                release,
                status,
                deployedAt,
                since,
                by,
                commit,
                changes,
                startedAt,
                completedAt,
                verified);
    }

    /// The same with what is known of the deployment itself.
    LedgerEntry deployment(@Nullable Instant started, @Nullable Instant completed) {
        return new LedgerEntry(
                release,
                status,
                deployedAt,
                since,
                by,
                commit,
                changes,
                started,
                completed,
                verified);
    }

    LedgerEntry proven() {
        return new LedgerEntry(
                release,
                status,
                deployedAt,
                since,
                by,
                commit,
                changes,
                startedAt,
                completedAt,
                true);
    }

    public boolean held() {
        return status == Status.HELD;
    }
}
