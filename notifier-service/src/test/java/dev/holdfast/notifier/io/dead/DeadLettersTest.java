package dev.holdfast.notifier.io.dead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.local.Ports;

import io.micronaut.http.HttpStatus;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class DeadLettersTest {
    @Test
    void what_nobody_has_read_yet_is_not_none() {
        var letters = new DeadLetters("127.0.0.1:" + Ports.free(), Duration.ofMillis(200));
        for (int time = 1; time <= 2; time++) {
            assertThatThrownBy(() -> letters.newest(10))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            r ->
                                    assertThat(r.status().getCode())
                                            .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE.getCode()));
        }
    }
}
