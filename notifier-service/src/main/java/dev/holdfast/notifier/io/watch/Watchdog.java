package dev.holdfast.notifier.io.watch;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Pages by itself when the broker or the database has been gone for 15 s: then no notice can be made,
/// and nobody else would say so. It says it once, and once more when it is back; what cannot be told
/// is tried again at the next look.
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofSeconds(2);

    /// Instances see a gap within so many seconds of each other; two gaps are further apart.
    private static final int SAME = 10;

    private final Map<String, Part> parts = new TreeMap<>();
    private final List<Alarm> alarms;
    private final String name;
    private final InstantSource clock;
    private final Thread looking = Thread.ofVirtual().name("watchdog").unstarted(this::run);

    /// What is watched.
    private static final class Part {
        private final BooleanSupplier answers;
        private Instant since = Instant.MAX;
        private boolean told;

        Part(BooleanSupplier answers) {
            this.answers = answers;
        }
    }

    /// @param parts by name: whether each answers now, in bounded time
    /// @param name of this installation, for who is paged
    public Watchdog(
            Map<String, BooleanSupplier> parts,
            List<Alarm> alarms,
            String name,
            InstantSource clock) {
        parts.forEach((part, answers) -> this.parts.put(part, new Part(answers)));
        this.alarms = List.copyOf(alarms);
        this.name = name;
        this.clock = clock;
    }

    public void start() {
        if (alarms.isEmpty()) {
            LOG.info(
                    "Nobody is paged when the broker or the database is gone: set HOLDFAST_ALARM_URL or"
                            + " HOLDFAST_ALARM_PAGERDUTY");
        }
        looking.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at every part once.
    void look() {
        parts.forEach((what, part) -> {
            try {
                look(what, part);
            } catch (RuntimeException e) {
                // It is what watches: nothing may end it.
                LOG.error("The watchdog failed over the {} and looks again", what, e);
            }
        });
    }

    private void look(String what, Part part) {
        boolean answers = answers(what, part);
        Instant now = clock.instant();
        if (answers) {
            if (!part.told || tell(back(what, part.since, now))) {
                part.told = false;
                part.since = Instant.MAX;
            }
        } else {
            part.since = part.since.isBefore(now) ? part.since : now;
            if (!part.told && !now.isBefore(part.since.plus(PATIENCE))) {
                part.told = tell(gone(what, part.since, now));
            }
        }
    }

    /// A part that cannot even be asked is gone.
    private static boolean answers(String what, Part part) {
        try {
            return part.answers.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error("The {} could not be asked", what, e);
            return false;
        }
    }

    /// True when everybody was told; who was told already knows the letter by its id.
    private boolean tell(Letter letter) {
        LOG.error("{}", letter.subject());
        return alarms.stream().map(a -> told(a, letter)).toList().stream().allMatch(t -> t);
    }

    /// One alarm that breaks keeps no other from being raised.
    private static boolean told(Alarm alarm, Letter letter) {
        try {
            Outcome outcome = alarm.tell(letter);
            if (!(outcome instanceof Delivered)) {
                LOG.error("An alarm was not raised and is tried again: {}", outcome);
            }
            return outcome instanceof Delivered;
        } catch (RuntimeException e) {
            LOG.error("An alarm broke and is tried again", e);
            return false;
        }
    }

    private Letter gone(String what, Instant since, Instant now) {
        String subject =
                "🚨 Holdfast (%s) has lost its %s: nothing is decided and nobody is told"
                        .formatted(name, what);
        return letter(what, "incident-started", subject, since, now);
    }

    private Letter back(String what, Instant since, Instant now) {
        String subject =
                "✅ Holdfast (%s) has its %s back after %d s"
                        .formatted(name, what, Duration.between(since, now).toSeconds());
        return letter(what, "resolved", subject, since, now);
    }

    private Letter letter(String what, String about, String subject, Instant since, Instant now) {
        // Every instance says the same: to whoever is paged it is one alert, whoever resolves it.
        String thread = "holdfast-%s-%s".formatted(name, what);
        String text =
                subject
                        + "\n\nGone since %s. Look at the %s itself; events and notices wait and go on by themselves when it is back."
                                .formatted(since, what);
        return new Letter(
                "%s-%s-%d".formatted(thread, about, since.getEpochSecond() / SAME),
                "alarm",
                about,
                "holdfast/" + name,
                thread,
                "P0",
                since,
                subject,
                text,
                1,
                now,
                Map.of(Word.TITLE.title(), subject),
                Map.of());
    }

    @Override
    public void close() {
        looking.interrupt();
    }
}
