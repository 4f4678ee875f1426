package dev.holdfast.notifier.io.dead;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A record of the outside inputs that could not be read, with why.
///
/// @param number its place among the dead letters
/// @param topic where it came in, empty where that is not known
/// @param cause why it could not be read
/// @param attributes its headers as it came
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and equal by its number
public record DeadLetter(
        long number,
        Instant at,
        String topic,
        String cause,
        Map<String, String> attributes,
        byte[] value) {
    private static final String OURS = "holdfast_";
    private static final int SHOWN = 400;
    private static final int TEXT = 1_000;

    public DeadLetter {
        attributes = Map.copyOf(attributes);
        value = value.clone();
    }

    static DeadLetter of(ConsumerRecord<byte[], byte[]> r) {
        Map<String, String> all = new TreeMap<>();
        for (Header h : r.headers()) {
            all.put(h.key(), h.value() == null ? "" : text(h.value(), TEXT));
        }
        Map<String, String> theirs = new TreeMap<>(all);
        theirs.keySet().removeIf(name -> name.startsWith(OURS));
        return new DeadLetter(
                r.offset(),
                Instant.ofEpochMilli(r.timestamp()),
                all.getOrDefault(OURS + "topic", ""),
                all.getOrDefault(OURS + "cause", "nobody said why"),
                theirs,
                r.value() == null ? new byte[0] : r.value());
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    /// How long it is.
    public int bytes() {
        return value.length;
    }

    /// How it begins, for people; nothing of what is no text.
    public String beginning() {
        boolean binary =
                text(value, SHOWN).chars().anyMatch(c -> c == '\ufffd' || (c < ' ' && c != '\n'));
        return binary ? "" : text(value, SHOWN);
    }

    private static String text(byte[] bytes, int most) {
        return new String(
                Arrays.copyOf(bytes, Math.min(most, bytes.length)), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DeadLetter d && d.number == number && d.at.equals(at);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
