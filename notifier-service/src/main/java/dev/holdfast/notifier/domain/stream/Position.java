package dev.holdfast.notifier.domain.stream;

import dev.holdfast.backbone.events.Topic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How far a reader of all five topics has come: the next offset of every partition. It is the id of
/// an SSE event, so whoever comes back with it misses nothing and sees nothing twice.
///
/// The text is `1;` and the partitions of each topic in order, topics separated by `;`.
public final class Position {
    /// The topics of the stream, in the order of the text.
    public static final List<Topic> TOPICS =
            List.of(
                    Topic.TRIGGERS,
                    Topic.INCIDENTS,
                    Topic.ROLLBACKS,
                    Topic.VERIFICATIONS,
                    Topic.NOTIFICATIONS);

    private static final String VERSION = "1";
    private static final Pattern OFFSETS = Pattern.compile("\\d{0,18}(,\\d{0,18}){0,1023}");
    private static final int LONGEST = 4_000;

    private final long[][] next;

    private Position(long[][] next) {
        this.next = next;
    }

    /// Before everything.
    public static Position start() {
        return new Position(
                TOPICS.stream().map(t -> new long[t.partitions()]).toArray(long[][]::new));
    }

    /// Nothing for what is no position of ours.
    public static Optional<Position> read(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.split(";", -1);
        if (parts.length != TOPICS.size() + 1 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        Position read = start();
        for (int t = 0; t < TOPICS.size(); t++) {
            if (!OFFSETS.matcher(parts[t + 1]).matches()) {
                return Optional.empty();
            }
            String[] offsets = parts[t + 1].split(",", -1);
            for (int p = 0; p < Math.min(offsets.length, read.next[t].length); p++) {
                read.next[t][p] = offsets[p].isEmpty() ? 0 : Long.parseLong(offsets[p]);
            }
        }
        return Optional.of(read);
    }

    public long next(Topic topic, int partition) {
        long[] partitions = next[index(topic)];
        return partition < partitions.length ? partitions[partition] : 0;
    }

    /// The position whose next offset in this partition is at least `offset`.
    public Position at(Topic topic, int partition, long offset) {
        if (offset <= next(topic, partition)) {
            return this;
        }
        int t = index(topic);
        long[][] copy = next.clone();
        copy[t] = Arrays.copyOf(next[t], Math.max(next[t].length, partition + 1));
        copy[t][partition] = offset;
        return new Position(copy);
    }

    /// Past everything that one of the two has passed.
    public Position join(Position other) {
        Position joined = this;
        for (Topic topic : TOPICS) {
            for (int p = 0; p < other.next[index(topic)].length; p++) {
                joined = joined.at(topic, p, other.next(topic, p));
            }
        }
        return joined;
    }

    /// True when nothing that `other` has passed lies before us.
    public boolean reaches(Position other) {
        for (int t = 0; t < next.length; t++) {
            for (int p = 0; p < other.next[t].length; p++) {
                if (next(TOPICS.get(t), p) < other.next[t][p]) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder(VERSION);
        for (long[] partitions : next) {
            b.append(';');
            for (int p = 0; p < partitions.length; p++) {
                b.append(p == 0 ? "" : ",").append(partitions[p] == 0 ? "" : partitions[p]);
            }
        }
        return b.toString();
    }

    private static int index(Topic topic) {
        int t = TOPICS.indexOf(topic);
        if (t < 0) {
            throw new IllegalArgumentException(topic + " is not in the stream");
        }
        return t;
    }
}
