package dev.holdfast.trials.whole;

import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.trials.whole.Wire.Heard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What was done to a house and what it was asked, in order of time; with what it said beside, it can
/// be read by a person and judged by [Judgement].
final class History {
    /// A time in which something was out of order.
    record Trouble(Instant from, Instant until, Fault fault) {
        boolean meets(Instant begin, Instant end) {
            return !from.isAfter(end) && !until.isBefore(begin);
        }
    }

    private record Line(Instant at, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();

    synchronized void notes(String who, String what) {
        lines.add(new Line(Instant.now(), "%-12s %s".formatted(who, what)));
    }

    synchronized void troubled(Trouble trouble) {
        troubles.add(trouble);
    }

    synchronized List<Trouble> troubles() {
        return List.copyOf(troubles);
    }

    /// The latest moment at which what was due then can have been done: nothing can end while what it
    /// needs is away, so the troubles that meet it, one leading into the next, put it off.
    Instant excused(Instant begin, Instant due) {
        Instant end = due;
        boolean longer = true;
        while (longer) {
            longer = false;
            for (Trouble t : troubles()) {
                if (t.meets(begin, end.plus(GRACE)) && t.until().isAfter(end)) {
                    end = t.until();
                    longer = true;
                }
            }
        }
        return end.plus(GRACE);
    }

    /// Everything ends within 30 s of its own deadline.
    private static final Duration GRACE = Duration.ofSeconds(30);

    /// Writes all of it to a file, newest last, and answers the last lines about one system.
    synchronized String written(Path file, List<Heard> heard, String about, int last) {
        List<Line> all =
                Stream.concat(lines.stream(), heard.stream().map(History::line))
                        .sorted(Comparator.comparing(Line::at))
                        .toList();
        try {
            Files.write(file, all.stream().map(l -> l.at() + "  " + l.text()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> told =
                all.stream()
                        .filter(l -> l.text().contains(about) || l.text().startsWith("nemesis"))
                        .map(l -> l.at() + "  " + l.text())
                        .toList();
        return String.join("\n", told.subList(Math.max(0, told.size() - last), told.size()));
    }

    private static Line line(Heard h) {
        return new Line(
                h.event().time(),
                "%-12s %s #%d %s %s"
                        .formatted(
                                h.topic().name().toLowerCase(java.util.Locale.ROOT),
                                h.event().scope().key(),
                                h.event().sequence(),
                                EventTypes.brief(h.event().data()),
                                h.event().data()));
    }
}
