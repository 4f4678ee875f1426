package dev.holdfast.notifier.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.RollbackEvent.StepFailed;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Map;

class FilterTest {
    private static final Instant AT = Instant.parse("2026-11-20T14:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "type == 'step.failed'|true",
                "type.startsWith('incident.')|false",
                "system == 'shop' && environment == 'production' && !drill|true",
                "data.attempt > 2 && data.reason.contains('disk')|true",
                "data.attempt > 3|false",
                "incident == 'shop-1'|true",
                "has(data.severity) && data.severity == 'P0'|false",
                // It has no such field, so it is none of those.
                "data.severity == 'P0'|false",
            })
    void a_condition_covers_what_it_is_true_for(String condition, boolean covered) {
        assertThat(compiled(condition).covers(failed())).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type",
                "tipe == 'x'",
                "type == ",
                "[1,2,3].map(a, [1,2,3].map(b, a * b)).size()",
                "java.lang.Runtime.getRuntime().exec('id')",
            })
    void what_is_no_condition_is_refused_with_the_reason(String text) {
        assertThatThrownBy(() -> compiled(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No filter");
    }

    @Test
    void one_that_never_ends_is_cut_off_and_covers_nothing() {
        String ten = "[0,1,2,3,4,5,6,7,8,9]";
        Filter filter =
                compiled("%1$s.all(a, %1$s.all(b, %1$s.all(c, a + b + c >= 0)))".formatted(ten));
        assertThat(filter.covers(failed())).isFalse();
    }

    private static Filter compiled(String text) {
        return Filter.compile(
                text,
                e -> Json.mapper().convertValue(e, new TypeReference<Map<String, Object>>() {}));
    }

    private static Envelope<Event> failed() {
        return envelope(
                new StepFailed("shop-1", "r-1", "restart", 3, "no space on disk", false, AT));
    }

    private static Envelope<Event> envelope(Event event) {
        return new Envelope<>(
                "id", Scope.of("shop", "production"), AT, 1, "shop-1", null, null, null, event);
    }
}
