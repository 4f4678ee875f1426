package dev.holdfast.notifier.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
    @Test
    void its_text_reads_back_as_the_same_position() {
        Position p = Position.start().at(Topic.INCIDENTS, 3, 42).at(Topic.NOTIFICATIONS, 7, 1);
        assertThat(Position.read(p.toString()).orElseThrow()).hasToString(p.toString());
        assertThat(p.next(Topic.INCIDENTS, 3)).isEqualTo(42);
        assertThat(p.next(Topic.INCIDENTS, 2)).isZero();
    }

    @Test
    void it_never_goes_back() {
        Position p = Position.start().at(Topic.TRIGGERS, 0, 10);
        assertThat(p.at(Topic.TRIGGERS, 0, 9)).isSameAs(p);
    }

    @Test
    void it_reaches_another_when_every_partition_does() {
        Position a = Position.start().at(Topic.TRIGGERS, 0, 10);
        Position b = a.at(Topic.ROLLBACKS, 1, 1);
        assertThat(b.reaches(a)).isTrue();
        assertThat(a.reaches(b)).isFalse();
        assertThat(a.join(b).reaches(b)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "42",
                "2;;;;;",
                "1;;;;",
                "1;x;;;;",
                "1;-1;;;;",
                "1;9999999999999999999;;;;",
                "1;;;;;;"
            })
    void what_is_no_position_is_refused(String text) {
        assertThat(Position.read(text)).isEmpty();
    }

    @Test
    void a_longer_list_from_a_house_with_more_partitions_is_cut() {
        assertThat(Position.read("1;,,,,,,,,,,,5;;;;")).isPresent();
    }
}
