package dev.holdfast.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// What comes in bent: cut short, bytes changed, pieces doubled, moved and taken from another input. Whoever reads it answers, or
/// throws what is declared, and allocates in proportion to what it was given. The seed is in each failure; `-Dseed=…` repeats it.
public final class Hostile {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// What any reader may allocate for nothing: classes it loads, tables, buffers, an exception with its stack.
    private static final long ALWAYS = 4 << 20;

    private final long seed = Long.getLong("seed", new Random().nextLong(1_000_000));
    private final Random random = new Random(seed);
    private final List<byte[]> whole;

    private Hostile(List<byte[]> whole) {
        this.whole = whole;
    }

    public static Hostile inputs(byte[]... whole) {
        return new Hostile(List.of(whole));
    }

    public static Hostile texts(String... whole) {
        return new Hostile(
                java.util.Arrays.stream(whole)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /// Gives `reader` so many bent inputs.
    ///
    /// @param times how many bytes it may allocate for each byte that it is given
    public void read(
            int tries,
            long times,
            Class<? extends RuntimeException> declared,
            Consumer<byte[]> reader) {
        for (byte[] right : whole) {
            reader.accept(right); // what is right is taken
        }
        for (int i = 0; i < tries; i++) {
            byte[] bent = bent(whole.get(random.nextInt(whole.size())));
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                reader.accept(bent);
            } catch (RuntimeException | StackOverflowError e) {
                if (!declared.isInstance(e)) {
                    fail("seed %d, try %d: %s".formatted(seed, i, shown(bent)), e);
                }
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertThat(allocated)
                    .as(
                            "bytes allocated for %d, seed %d, try %d: %s",
                            bent.length, seed, i, shown(bent))
                    .isLessThanOrEqualTo(ALWAYS + times * bent.length);
        }
    }

    private static String shown(byte[] bent) {
        return new String(bent, 0, Math.min(300, bent.length), StandardCharsets.ISO_8859_1);
    }

    private byte[] bent(byte[] right) {
        byte[] bytes = right;
        for (int edits = 1 + random.nextInt(5); edits > 0; edits--) {
            bytes = edited(bytes);
        }
        return bytes;
    }

    private byte[] edited(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(40));
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(6)) {
            case 0 -> {} // cut short
            case 1 -> out.write(bytes, at + length, bytes.length - at - length);
            case 2 -> {
                for (int times = 1 + random.nextInt(30); times > 0; times--) {
                    out.write(bytes, at, length);
                }
                out.write(bytes, at, bytes.length - at);
            }
            case 3 -> {
                byte[] other = whole.get(random.nextInt(whole.size()));
                int from = random.nextInt(other.length);
                out.write(other, from, Math.min(other.length - from, 1 + random.nextInt(60)));
                out.write(bytes, at, bytes.length - at);
            }
            default -> {
                out.write(
                        at < bytes.length && random.nextBoolean()
                                ? bytes[at] ^ 1 << random.nextInt(8)
                                : random.nextInt(256));
                out.write(
                        bytes, Math.min(bytes.length, at + 1), Math.max(0, bytes.length - at - 1));
            }
        }
        return out.toByteArray();
    }
}
