package dev.holdfast.backbone.pack;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the time of a pack run faster, for a lab: every duration is divided by the pace, never
/// below one second; a deadline for an answer (`within`, `window`) never below fifteen, and
/// time-outs of programs stay, since programs run no faster in a lab.
///
/// @param pace how many times faster, 1 to 1000
public record Pace(int pace) {
    public static final int MOST = 1_000;

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration LEAST_ANSWER = Duration.ofSeconds(15);
    private static final Set<String> ANSWERS = Set.of("within", "window", "clear-within");
    private static final Set<String> PROGRAMS =
            Set.of(
                    "timeout",
                    "grace",
                    "lock-timeout",
                    "deadline",
                    "planning",
                    "rolling-back",
                    "give-up",
                    "takes",
                    "downtime",
                    "duration",
                    "pause",
                    "retention",
                    "patience",
                    "expected");

    /// A duration that stands alone as a value, in brackets of PromQL, or after `offset`.
    private static final Pattern TIME =
            Pattern.compile(
                    "(?:(?<key>[A-Za-z_][\\w-]*):[ \\t]*[\"']?|(?<before>[\\[:,]|offset )[ \\t]*)"
                            + "(?<time>(?:\\d{1,9}(?:ms|[smhdwy]))+)(?=[\"'\\s,}\\]:)]|$)");

    public Pace {
        if (pace < 1 || pace > MOST) {
            throw new IllegalArgumentException(
                    "A pace of %d: from 1 to %d are possible".formatted(pace, MOST));
        }
    }

    /// One file's text at this pace; lines and columns of everything else stay.
    public String applied(String text) {
        StringBuilder out = new StringBuilder();
        int end = 0;
        Matcher m = TIME.matcher(text);
        while (m.find()) {
            out.append(text, end, m.start("time"));
            String key = m.group("key");
            out.append(one(key == null ? "" : key, m.group("time")));
            end = m.end("time");
        }
        return out.append(text.substring(end)).toString();
    }

    private String one(String key, String written) {
        Optional<Duration> time = Durations.parse(written);
        if (time.isEmpty() || PROGRAMS.contains(key)) {
            return written;
        }
        Duration least = ANSWERS.contains(key) ? LEAST_ANSWER : LEAST;
        if (time.get().compareTo(least) <= 0) {
            return written;
        }
        Duration paced = time.get().dividedBy(pace);
        return Durations.show(paced.compareTo(least) < 0 ? least : paced);
    }
}
