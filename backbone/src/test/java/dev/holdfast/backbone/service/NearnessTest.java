package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;

class NearnessTest {
    private static final List<String> PLAIN = List.of("Host", "Accept", "User-Agent");

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:7405", "localhost:7405", "LOCALHOST", "[::1]:7405", "127.0.0.2"})
    void who_names_this_machine_asks_for_himself(String host) {
        assertThat(Nearness.asksForItself(host, PLAIN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:7405",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.7:7405",
                "[2001:db8::1]:7405",
                "127.0.0.1:7405:1",
                "127.0.0.300",
                "127.0.0.1.",
                "127.1",
                "",
            })
    void another_name_for_this_machine_is_somebody_elses_page(String host) {
        assertThat(Nearness.asksForItself(host, PLAIN)).isFalse();
    }

    @Test
    void who_comes_through_a_proxy_is_somebody_else() {
        for (String header : Nearness.OF_PROXIES) {
            assertThat(
                            Nearness.asksForItself(
                                    "localhost", List.of("Host", header.toLowerCase(Locale.ROOT))))
                    .as(header)
                    .isFalse();
        }
        assertThat(Nearness.asksForItself(null, PLAIN)).isFalse();
    }
}
