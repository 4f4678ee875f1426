package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.EventId;

import org.jspecify.annotations.Nullable;

/// W3C trace context for events: all of one incident share one trace, each event is a span of it.
final class Trace {
    private Trace() {}

    /// Goes on with the cause's trace, or starts the incident's; null when there is neither.
    static @Nullable String next(Because because, String eventId) {
        String before = because.traceparent();
        String incident = because.correlation();
        String trace;
        if (incident != null) {
            trace = hex(EventId.of("trace", incident), 32);
        } else if (before != null && before.length() == 55) {
            trace = before.substring(3, 35);
        } else {
            return null;
        }
        return "00-" + trace + "-" + hex(eventId, 16) + "-01";
    }

    private static String hex(String uuid, int digits) {
        return uuid.replace("-", "").substring(0, digits);
    }
}
