package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.TriggerEvent.Point;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The curve that raised a trigger, and how it went on.
///
/// @param points oldest first, at most [#MOST]
/// @param clearedAt null while the trigger is raised
public record TriggerWindow(
        Trigger trigger, Instant raisedAt, List<Point> points, @Nullable Instant clearedAt) {
    private static final int MOST = 1_000;

    public TriggerWindow {
        points =
                points.size() > MOST ? points.subList(points.size() - MOST, points.size()) : points;
        points = List.copyOf(points);
    }

    /// The same curve with what was seen later.
    TriggerWindow grown(TriggerWindow later) {
        List<Point> all = new ArrayList<>(points);
        Instant last = points.isEmpty() ? Instant.MIN : points.getLast().at();
        later.points.stream().filter(p -> p.at().isAfter(last)).forEach(all::add);
        return new TriggerWindow(later.trigger, raisedAt, all, later.clearedAt);
    }
}
