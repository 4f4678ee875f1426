package dev.holdfast.notifier.io.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Against the vector of the Standard Webhooks libraries, and their Java library as the judge.
class SigningKeyTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void it_signs_as_the_published_vector() {
        String signature =
                key().sign(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Instant.ofEpochSecond(1614265330),
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Property(tries = 200)
    void the_standards_own_library_accepts_it(@ForAll @StringLength(max = 300) String text) {
        String body = text.replaceAll("\\p{Cs}", "");
        Instant now = Instant.now();
        String signature = key().sign("notice-1", now, body.getBytes(StandardCharsets.UTF_8));
        HttpHeaders headers =
                HttpHeaders.of(
                        Map.of(
                                "webhook-id", List.of("notice-1"),
                                "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
                                "webhook-signature", List.of(signature)),
                        (_, _) -> true);
        assertThatCode(() -> new Webhook(SECRET).verify(body, headers)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_c2hvcnQ=",
                "whsec_!!!",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"
            })
    void what_is_no_key_is_refused(String text) {
        assertThat(SigningKey.read(text)).isEmpty();
    }

    private static SigningKey key() {
        return SigningKey.read(SECRET).orElseThrow();
    }
}
