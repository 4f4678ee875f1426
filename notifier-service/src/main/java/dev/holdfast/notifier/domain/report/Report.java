package dev.holdfast.notifier.domain.report;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.Course;
import dev.holdfast.notifier.domain.news.Line;
import dev.holdfast.notifier.domain.news.Spoken;
import dev.holdfast.notifier.domain.report.Block.Bullets;
import dev.holdfast.notifier.domain.report.Block.Heading;
import dev.holdfast.notifier.domain.report.Block.Paragraph;
import dev.holdfast.notifier.domain.report.Block.Table;
import dev.holdfast.notifier.domain.report.Block.Tasks;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// The report of an incident and the draft of its post-mortem, written from what was observed.
public final class Report {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private Report() {}

    /// What happened, to the second.
    public static List<Block> of(Card card, Targets targets, Instant now) {
        List<Block> all = new ArrayList<>();
        all.add(new Heading(1, "Incident report: " + card.title()));
        all.add(facts(card, now));
        all.add(new Heading(2, "Summary"));
        all.add(new Paragraph(summary(card, now)));
        all.add(new Heading(2, "Impact"));
        all.add(new Paragraph(card.impact()));
        all.add(new Heading(2, "What was decided, and why"));
        all.add(new Paragraph(or(card.reason(), "Nothing was decided.")));
        all.add(new Heading(2, "How long it took"));
        all.add(times(card.course(), targets));
        all.add(new Heading(2, "Timeline"));
        all.add(timeline(card));
        return all;
    }

    /// The report with what people have yet to write, and the tasks of the procedures with the time
    /// by which each is due.
    public static List<Block> postMortem(Card card, Targets targets, Instant now) {
        List<Block> all = new ArrayList<>(of(card, targets, now));
        all.set(0, new Heading(1, "Post-mortem (draft): " + card.title()));
        all.add(new Heading(2, "Root cause"));
        all.add(new Paragraph("To be found out by people. What is known: " + cause(card)));
        all.add(new Heading(2, "Contributing factors"));
        all.add(new Bullets(List.of("(to be written)")));
        all.add(new Heading(2, "What went well, what did not"));
        all.add(new Bullets(judged(card.course(), targets)));
        all.add(new Heading(2, "Follow-ups"));
        all.add(new Tasks(followUps(end(card, now))));
        return all;
    }

    private static Table facts(Card card, Instant now) {
        Course c = card.course();
        return new Table(
                List.of("", ""),
                List.of(
                        List.of("Incident", card.incident()),
                        List.of("System", card.scope().key()),
                        List.of(
                                "Severity",
                                "%s (%s)"
                                        .formatted(
                                                card.severity(), Spoken.severity(card.severity()))),
                        List.of("State", card.waiting().state()),
                        List.of("Opened", TIME.format(card.openedAt())),
                        List.of("Over", c.overAt() == null ? "not yet" : TIME.format(c.overAt())),
                        List.of(
                                "Lasted",
                                Spoken.duration(Duration.between(card.openedAt(), end(card, now)))),
                        List.of("Version left", version(c.from())),
                        List.of("Version put back", version(c.to())),
                        List.of("Taken over by", or(card.taken(), "nobody"))));
    }

    private static String summary(Card card, Instant now) {
        Course c = card.course();
        String begin =
                "%s was noticed on %s at %s."
                        .formatted(card.title(), card.scope().key(), TIME.format(card.openedAt()));
        String done =
                c.completedAt() == null
                        ? " Action: %s.".formatted(or(card.action(), "none"))
                        : " %s was put back at %s."
                                .formatted(version(c.to()), TIME.format(c.completedAt()));
        String end =
                card.over()
                        ? " It was over after %s."
                                .formatted(
                                        Spoken.duration(
                                                Duration.between(card.openedAt(), end(card, now))))
                        : " It is still open.";
        return begin + done + end;
    }

    private static Table times(Course c, Targets t) {
        return new Table(
                List.of("", "took", "target", ""),
                List.of(
                        span("Detect", c.brokenAt(), c.detectedAt(), t.detect()),
                        span("Decide", c.detectedAt(), c.decidedAt(), t.decide()),
                        span("Roll back", c.decidedAt(), c.completedAt(), t.rollBack()),
                        span("Verify", c.completedAt(), c.verifiedAt(), t.verify())));
    }

    private static List<String> span(
            String what, @Nullable Instant from, @Nullable Instant to, Duration target) {
        if (from == null || to == null) {
            return List.of(what, "not measured", Spoken.duration(target), "");
        }
        Duration took = Duration.between(from, to);
        return List.of(
                what,
                Spoken.duration(took),
                Spoken.duration(target),
                took.compareTo(target) <= 0 ? "kept" : "missed");
    }

    private static Table timeline(Card card) {
        return new Table(
                List.of("when", "what"),
                card.timeline().stream()
                        .map((Line l) -> List.of(TIME.format(l.at()), l.text()))
                        .toList());
    }

    private static List<String> judged(Course c, Targets t) {
        return times(c, t).rows().stream()
                .filter(r -> !r.get(3).isEmpty())
                .map(r -> "%s: %s, target %s %s".formatted(r.get(0), r.get(1), r.get(2), r.get(3)))
                .toList();
    }

    /// The procedures' lists after a rollback: at once, within two hours, and later.
    private static List<String> followUps(Instant end) {
        return List.of(
                due(
                        end,
                        Duration.ofMinutes(30),
                        "Status page updated, customers, support and team told"),
                due(end, Duration.ofHours(2), "Root cause analysis started, logs collected"),
                due(
                        end,
                        Duration.ofHours(2),
                        "Data integrity and transaction consistency confirmed"),
                due(end, Duration.ofHours(2), "Management briefed, partners told"),
                due(end, Duration.ofDays(2), "Post-mortem held, lessons learned written down"),
                due(end, Duration.ofDays(7), "Fix planned for the next deployment"),
                due(end, Duration.ofDays(14), "Monitoring, tests and this procedure improved"));
    }

    private static String due(Instant end, Duration after, String what) {
        return "%s (due %s)".formatted(what, TIME.format(end.plus(after)));
    }

    private static String cause(Card card) {
        Release from = card.course().from();
        return from == null ? or(card.reason(), "nothing") : "it began with " + from;
    }

    private static Instant end(Card card, Instant now) {
        Instant over = card.course().overAt();
        return over == null ? now : over;
    }

    private static String version(@Nullable Release release) {
        return release == null ? "none" : release.toString();
    }

    private static String or(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }
}
