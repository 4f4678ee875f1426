package dev.holdfast.executor.io.glass;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One committed transaction in the file: a line of JSON, written whole or, torn, not at all.
///
/// @param timers by name; null cancels
/// @param errands by name, with the time from which they run; null when there is nothing left to do
/// @param epoch of the last claim
public record GlassLine(
        String scope,
        Instant at,
        List<Kept> documents,
        List<Told> events,
        Map<String, @Nullable Instant> timers,
        Map<String, @Nullable Instant> errands,
        long epoch) {

    /// @param value null for a document that was taken away
    public record Kept(String scope, String shelf, String id, @Nullable JsonNode value) {}

    /// @param type as on the wire
    public record Told(String type, String scope, long sequence, JsonNode data) {}
}
