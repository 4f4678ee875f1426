package dev.holdfast.verifier.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class EvidenceTest {
    private static final Question.Http ASKED =
            new Question.Http(
                    "GET",
                    URI.create("http://shop/health"),
                    Map.of("Authorization", "Bearer ${secret.token}"),
                    null,
                    1000);

    private static String of(String body) {
        return Evidence.of(
                ASKED,
                new Answer.Http(
                        200,
                        Map.of("set-cookie", List.of("session=abcdef123456")),
                        body,
                        Duration.ofMillis(7)));
    }

    @Test
    void it_holds_what_was_asked_and_answered() {
        assertThat(of("{\"status\":\"UP\"}"))
                .contains("GET http://shop/health", "200 in 7 ms", "{\"status\":\"UP\"}")
                .doesNotContain("abcdef123456");
    }

    @ParameterizedTest(name = "{0} is masked")
    @CsvSource(
            delimiter = '|',
            value = {
                "password=hunter2hunter2 | hunter2",
                "{\"dbPassword\": \"correct horse\"} | correct horse",
                "api_key: 1234567890abcdef | 1234567890abcdef",
                "Authorization: Bearer abc.def.ghi | abc.def",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln | eyJhbGci",
                "postgres://shop:s3cr3t@db/orders | s3cr3t",
                "card 4111 1111 1111 1111 declined | 4111 1111",
            })
    void secrets_and_cards_are_masked(String text, String secret) {
        assertThat(Masking.mask(text)).doesNotContain(secret).contains(Masking.MASK);
    }

    @Property(tries = 200)
    void it_is_never_larger_than_8_kib(@ForAll String part) {
        String evidence = of((part + "ü€😀").repeat(3_000));
        assertThat(evidence.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(Evidence.LARGEST);
    }
}
