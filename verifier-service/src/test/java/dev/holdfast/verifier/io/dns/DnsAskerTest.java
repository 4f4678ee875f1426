package dev.holdfast.verifier.io.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;
import dev.holdfast.verifier.io.dns.NameServer.Answer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class DnsAskerTest {
    private static Trial trial(int port, String more) {
        return Trial.of(
                """
                checks:
                  it:
                    dns: { name: shop.example, server: "127.0.0.1:%d"%s }
                """
                        .formatted(port, more));
    }

    @Test
    void the_records_are_compared_as_a_set() throws Exception {
        try (NameServer server = new NameServer(Answer.of("192.0.2.2", "192.0.2.1"))) {
            assertThat(trial(server.port(), "").passes().ask().measured()).isEqualTo(2);
            trial(server.port(), ", equals: [192.0.2.1, 192.0.2.2]").passes();
            trial(server.port(), ", includes: [192.0.2.2]").passes();
            trial(server.port(), ", equals: [192.0.2.1]").fails("must be [192.0.2.1]");
            trial(server.port(), ", includes: [192.0.2.9]").fails("must hold [192.0.2.9]");
            trial(server.port(), ", at-least: 3").fails("must be 3 at least");
            server.answers(Answer.code(3));
            trial(server.port(), "").fails("there is no such name");
        }
    }

    @Test
    void gone_slow_and_broken_name_servers_are_inconclusive() throws Exception {
        try (NameServer server = new NameServer(Answer.code(2))) {
            trial(server.port(), "").isInconclusive("answers");
            server.answers(new Answer(0, List.of("192.0.2.1"), false, true));
            trial(server.port(), "").timeout(Duration.ofSeconds(1)).isInconclusive("");
            server.answers(new Answer(0, List.of(), true, false));
            trial(server.port(), "").timeout(Duration.ofMillis(600)).isInconclusive("600 ms");
            trial(Silence.nobody(), "").timeout(Duration.ofMillis(600)).isInconclusive("");
        }
    }

    @Test
    void a_name_server_that_the_pack_does_not_list_is_not_asked() {
        Trial.of("checks: { it: { dns: { name: a.example, server: \"192.0.2.1:53\" } } }")
                .isInconclusive("not among the hosts");
    }
}
