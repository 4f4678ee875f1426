package dev.holdfast.executor.io.glass;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.Imports;
import dev.holdfast.executor.flow.Shelves;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the file of a run that is over, to be imported.
public final class GlassJournal {
    private GlassJournal() {}

    /// Throws `IllegalArgumentException` when it is no such file, or its run is not over.
    public static Imports.Run read(String text) {
        List<GlassLine> lines;
        try {
            lines =
                    text.lines()
                            .filter(l -> !l.isBlank())
                            .map(l -> Json.read(l, GlassLine.class))
                            .toList();
        } catch (Json.Unreadable e) {
            throw new IllegalArgumentException("This is no journal: " + e.getMessage(), e);
        }
        Rollback rollback =
                last(lines, Shelves.ROLLBACKS.name(), Rollback.class)
                        .orElseThrow(() ->
                                new IllegalArgumentException("The journal holds no rollback"));
        if (RollbackState.holds(rollback.state())) {
            throw new IllegalArgumentException(
                    "The run is not over (%s): end it first".formatted(rollback.state()));
        }
        return new Imports.Run(
                Scope.parse(scope(lines)),
                rollback,
                last(lines, Shelves.PLANS.name(), Plan.class),
                entries(lines),
                events(lines));
    }

    private static String scope(List<GlassLine> lines) {
        return lines.getFirst().scope();
    }

    private static <T> Optional<T> last(List<GlassLine> lines, String shelf, Class<T> type) {
        return documents(lines, shelf).values().stream()
                .reduce((_, b) -> b)
                .map(n -> Json.mapper().convertValue(n, type));
    }

    private static List<JournalEntry> entries(List<GlassLine> lines) {
        return documents(lines, Shelves.JOURNAL.name()).values().stream()
                .map(n -> Json.mapper().convertValue(n, JournalEntry.class))
                .sorted(Comparator.comparingInt(JournalEntry::number))
                .toList();
    }

    private static Map<String, JsonNode> documents(List<GlassLine> lines, String shelf) {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        for (GlassLine line : lines) {
            for (GlassLine.Kept k : line.documents()) {
                JsonNode value = k.value();
                if (k.shelf().equals(shelf) && value != null && !value.isNull()) {
                    documents.put(k.id(), value);
                }
            }
        }
        return documents;
    }

    private static List<Event> events(List<GlassLine> lines) {
        List<Event> events = new ArrayList<>();
        for (GlassLine line : lines) {
            for (GlassLine.Told t : line.events()) {
                EventTypes.named(t.type())
                        .ifPresent(type -> events.add(Json.mapper().convertValue(t.data(), type)));
            }
        }
        return events;
    }
}
