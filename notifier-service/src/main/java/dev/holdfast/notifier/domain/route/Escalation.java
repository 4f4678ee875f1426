package dev.holdfast.notifier.domain.route;

import java.time.Duration;
import java.util.List;

/// Who is called next while nobody has taken an incident over.
///
/// @param match which incidents are escalated by time
/// @param levels the lowest first, at most [#MOST]
public record Escalation(Matcher match, List<Level> levels) {
    /// The procedures know four: on-call engineer, engineering lead, management, executives.
    public static final int MOST = 4;

    public static final Escalation NONE = new Escalation(Matcher.ANY, List.of());

    /// @param after the incident was opened
    public record Level(Duration after, List<String> channels, Audience audience) {
        public Level {
            channels = List.copyOf(channels);
        }
    }

    public Escalation {
        levels = List.copyOf(levels);
    }
}
