package dev.holdfast.detector.io.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

class SnappyBlockTest {
    private static final int MOST = 1 << 20;

    @Test
    void what_snappy_packs_is_unpacked() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] plain = new byte[random.nextInt(1 << random.nextInt(1, 18))];
            int letters = random.nextInt(1, 256);
            for (int j = 0; j < plain.length; j++) {
                boolean repeats = j > 100 && random.nextInt(10) > 2;
                plain[j] = repeats ? plain[j - 97] : (byte) random.nextInt(letters);
            }
            assertThat(SnappyBlock.plain(Snappy.compress(plain), MOST)).isEqualTo(plain);
        }
    }

    @Test
    void the_limit_itself_is_taken_and_one_byte_more_is_not() throws IOException {
        assertThat(SnappyBlock.plain(Snappy.compress(new byte[1000]), 1000)).hasSize(1000);
        assertThatThrownBy(() -> SnappyBlock.plain(Snappy.compress(new byte[1001]), 1000))
                .isInstanceOf(SnappyBlock.TooLarge.class)
                .hasMessage("unpacked it has 1001 bytes, allowed are 1000");
    }

    @Test
    void a_few_bytes_that_promise_a_megabyte_are_not_believed() {
        byte[] bomb = {(byte) 0x80, (byte) 0x80, 0x40, 0};
        assertThatThrownBy(() -> SnappyBlock.plain(bomb, MOST))
                .isInstanceOf(SnappyBlock.Broken.class)
                .hasMessage("4 bytes cannot become the 1048576 it says");
    }

    @Test
    void broken_blocks_are_refused_and_nothing_else_happens() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] packed =
                Snappy.compress(
                        "up{job=\"a\"} up{job=\"b\"} up{job=\"c\"}"
                                .repeat(20)
                                .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = java.util.Arrays.copyOf(packed, random.nextInt(packed.length + 1));
            for (int j = random.nextInt(4); j > 0 && broken.length > 0; j--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                SnappyBlock.plain(broken, MOST);
            } catch (SnappyBlock.Broken | SnappyBlock.TooLarge expected) {
                // that is the declared answer
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }
}
