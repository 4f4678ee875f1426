package dev.holdfast.trials.whole;

import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// One thing that is done to a running house.
///
/// @param after since the faults began
/// @param victim null where it meets everybody
/// @param way which direction, where only one is meant
/// @param lasts until it is taken back
record Fault(Duration after, Kind kind, @Nullable Service victim, Passage.Way way, Duration lasts) {
    private static final List<Passage.Way> WAYS = List.of(Passage.Way.values());

    enum Kind {
        /// kill -9, started again afterwards.
        KILLED(4),
        /// SIGSTOP, then SIGCONT.
        FROZEN(4),
        /// All connections to the database are broken, and no new one is let in.
        DATABASE_CUT(2),
        /// What is sent to the database, or comes from it, waits.
        DATABASE_MUTE(2),
        BROKER_CUT(2),
        BROKER_MUTE(2),
        /// kill -9 of the one they all use, started again on the same data.
        DATABASE_KILLED(1),
        BROKER_KILLED(1),
        BROKER_FROZEN(1),
        /// A second instance comes, and is killed with -9.
        SECOND_INSTANCE(2),
        /// What was said on the topics is there again under its ids, as after a relay's death.
        REPEATED(2),
        /// Samples come that are an hour old.
        LATE_SAMPLES(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        boolean meetsOne() {
            return switch (this) {
                case KILLED,
                        FROZEN,
                        DATABASE_CUT,
                        DATABASE_MUTE,
                        BROKER_CUT,
                        BROKER_MUTE,
                        SECOND_INSTANCE ->
                        true;
                case DATABASE_KILLED, BROKER_KILLED, BROKER_FROZEN, REPEATED, LATE_SAMPLES -> false;
            };
        }

        boolean needsDatabase() {
            return this == DATABASE_CUT || this == DATABASE_MUTE;
        }
    }

    /// What one seed does within so much time, in order: faults begin up to `pause` after each other,
    /// last up to `longest`, and overlap.
    static List<Fault> schedule(long seed, Duration length, Duration pause, Duration longest) {
        Random random = new Random(seed);
        List<Fault> all = new ArrayList<>();
        long at = 0;
        while (at < length.toMillis()) {
            Kind kind = kind(random);
            all.add(
                    new Fault(
                            Duration.ofMillis(at),
                            kind,
                            kind.meetsOne() ? victim(random, kind) : null,
                            WAYS.get(random.nextInt(WAYS.size())),
                            Duration.ofMillis(500 + random.nextLong(longest.toMillis()))));
            at += 200 + random.nextLong(pause.toMillis());
        }
        all.sort(Comparator.comparing(Fault::after));
        return List.copyOf(all);
    }

    private static Kind kind(Random random) {
        int sum = 0;
        for (Kind k : Kind.values()) {
            sum += k.weight;
        }
        int drawn = random.nextInt(sum);
        for (Kind k : Kind.values()) {
            drawn -= k.weight;
            if (drawn < 0) {
                return k;
            }
        }
        throw new IllegalStateException("the weights do not sum up to " + sum);
    }

    /// The detector has no database.
    private static Service victim(Random random, Kind kind) {
        Service[] all = Service.values();
        int first = kind.needsDatabase() ? 1 : 0;
        return all[first + random.nextInt(all.length - first)];
    }

    @Override
    public String toString() {
        String whom = victim == null ? "" : " " + victim.shortName();
        String where =
                kind == Kind.DATABASE_MUTE || kind == Kind.BROKER_MUTE ? " " + way.name() : "";
        return "%s%s%s for %d ms".formatted(kind, whom, where, lasts.toMillis());
    }
}
