package dev.holdfast.verifier.io.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// A line is young on the tick and not one before.
class TallyTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private static long matching(Instant at) {
        Tally tally = new Tally(Pattern.compile("ERROR"), FROM);
        tally.add(at + " ERROR no database");
        tally.add("\tat shop.Orders.read(Orders.java:17) ERROR");
        return tally.answer(Duration.ZERO).matching();
    }

    @Test
    void the_time_of_a_line_decides_for_the_lines_below_it_too() {
        assertThat(matching(FROM)).isEqualTo(2);
        assertThat(matching(FROM.minusNanos(1))).isZero();
    }
}
