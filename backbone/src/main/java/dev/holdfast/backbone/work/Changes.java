package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All that one transaction is to write, in one piece.
///
/// @param documents by place; null takes the document away
/// @param events in the order in which they were emitted, sequences given
/// @param packs versions offered to all services
/// @param timers of the scope by name; null cancels
/// @param errands of the scope by name, with the time from which they may run
public record Changes(
        Map<Place, @Nullable Object> documents,
        List<Envelope<?>> events,
        List<PackFiles> packs,
        Map<String, @Nullable Instant> timers,
        Map<String, Instant> errands) {

    /// Where a document lies.
    public record Place(Scope scope, String shelf, String id) {}

    public boolean none() {
        return documents.isEmpty()
                && events.isEmpty()
                && packs.isEmpty()
                && timers.isEmpty()
                && errands.isEmpty();
    }
}
