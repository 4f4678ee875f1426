package dev.holdfast.notifier.io.dead;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.ByteBuffer;
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
public record DeadLetter(
        long number,
        Instant at,
        String topic,
        String cause,
        Map<String, String> attributes,
        ByteBuffer value) {
    private static final String OURS = "holdfast_";
    private static final int SHOWN = 400;
    static final int TEXT = 1_000;

    public DeadLetter {
        attributes = Map.copyOf(attributes);
        value = value.asReadOnlyBuffer();
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
                ByteBuffer.wrap(r.value() == null ? new byte[0] : r.value()));
    }

    /// How long it is.
    public int bytes() {
        return value.remaining();
    }

    /// How it begins, for people; nothing of what is no text.
    public String beginning() {
        boolean binary =
                text(copy(), SHOWN).chars().anyMatch(c -> c == '\ufffd' || (c < ' ' && c != '\n'));
        return binary ? "" : text(copy(), SHOWN);
    }

    /// A copy.
    byte[] copy() {
        byte[] all = new byte[value.remaining()];
        value.duplicate().get(all);
        return all;
    }

    private static String text(byte[] bytes, int most) {
        String text =
                new String(
                        Arrays.copyOf(bytes, Math.min(most, bytes.length)), StandardCharsets.UTF_8);
        // A character may have been cut in two.
        return bytes.length > most ? text.replaceFirst("\ufffd$", "") : text;
    }
}
