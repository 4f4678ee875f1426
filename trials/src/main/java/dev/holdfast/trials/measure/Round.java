package dev.holdfast.trials.measure;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/// One break of one system and everything that was seen of it. All moments are `System.nanoTime`.
/// Safe for many threads.
final class Round {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String RAISED = "trigger.raised";

    /// @param due when the sample was to be sent, whether or not something held it up
    private record Sent(long timestamp, long due) {}

    private final int number;
    private final int holdSeconds;
    private final long brokenAt;
    private final List<Sent> bad = new ArrayList<>();
    private final Map<String, Long> seen = new LinkedHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Round(int number, int holdSeconds, long brokenAt) {
        this.number = number;
        this.holdSeconds = holdSeconds;
        this.brokenAt = brokenAt;
    }

    int number() {
        return number;
    }

    /// A bad sample leaves.
    ///
    /// @param timestamp the sample's own, epoch milliseconds
    synchronized void sends(long timestamp, long due) {
        bad.add(new Sent(timestamp, due));
    }

    /// The first of each kind counts. Nothing counts before the trigger: it belongs to the last round.
    synchronized void sees(Event event, long nanos) {
        String type = EventTypes.brief(event);
        if (nanos >= brokenAt && (type.equals(RAISED) || seen.containsKey(RAISED))) {
            seen.putIfAbsent(type, nanos);
            if (type.equals("incident.resolved") || type.equals("incident.escalated")) {
                over.countDown();
            }
        }
    }

    CountDownLatch over() {
        return over;
    }

    /// From the sample that made the rule true for its whole `for` to the visible trigger.
    synchronized OptionalDouble fromLastBadSample() {
        if (bad.isEmpty()) {
            return OptionalDouble.empty();
        }
        long needed = bad.getFirst().timestamp() + 1_000L * holdSeconds;
        Optional<Sent> last = bad.stream().filter(s -> s.timestamp() >= needed).findFirst();
        Long raised = seen.get(RAISED);
        return last.isEmpty() || raised == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((raised - last.get().due()) / NANOS_PER_MILLI);
    }

    /// From the moment the value turned bad, less the rule's own `for`.
    synchronized OptionalDouble fromBreak() {
        Long raised = seen.get(RAISED);
        return raised == null
                ? OptionalDouble.empty()
                : OptionalDouble.of((raised - brokenAt) / NANOS_PER_MILLI - 1_000.0 * holdSeconds);
    }

    synchronized OptionalDouble between(String from, String to) {
        OptionalLong begin = moment(from);
        OptionalLong end = moment(to);
        return begin.isEmpty() || end.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((end.getAsLong() - begin.getAsLong()) / NANOS_PER_MILLI);
    }

    private OptionalLong moment(String type) {
        Long nanos = seen.get(type);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    /// For people: what came when, in milliseconds since the break.
    synchronized String story() {
        var story = new StringBuilder("round %d:".formatted(number));
        seen.forEach((type, nanos) ->
                story.append(" %s %.0f".formatted(type, (nanos - brokenAt) / NANOS_PER_MILLI)));
        return story.toString();
    }
}
