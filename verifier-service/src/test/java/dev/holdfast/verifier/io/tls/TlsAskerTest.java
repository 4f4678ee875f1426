package dev.holdfast.verifier.io.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// Real handshakes with real servers.
class TlsAskerTest {
    @TempDir Path folder = Path.of("");

    private static Trial trial(String host, int port, String more) {
        return Trial.of(
                """
                checks:
                  it:
                    tls: { address: "%s:%d", authority: ca%s }
                """
                        .formatted(host, port, more));
    }

    @Test
    void a_good_certificate_passes_as_long_as_it_is_valid_for_long_enough() throws Exception {
        try (TlsServer server = new TlsServer(folder, "-validity", "30")) {
            Trial good = trial("localhost", server.port(), "").secret("ca", server.pem()).passes();
            assertThat(good.ask().measured()).isBetween(29.9, 30.0);
            trial("localhost", server.port(), ", valid-for: 31d")
                    .secret("ca", server.pem())
                    .fails("must be 31.0 days at least");
        }
    }

    @Test
    void a_certificate_that_a_client_refuses_fails_and_is_told_why() throws Exception {
        try (TlsServer server = new TlsServer(folder, "-validity", "30");
                TlsServer old = new TlsServer(folder, "-startdate", "-10d", "-validity", "5");
                TlsServer unborn = new TlsServer(folder, "-startdate", "+2d", "-validity", "90")) {
            trial("127.0.0.1", server.port(), "")
                    .secret("ca", server.pem())
                    .fails("No subject alternative names matching IP address 127.0.0.1");
            trial("localhost", server.port(), ", name: shop.example")
                    .secret("ca", server.pem())
                    .fails("shop.example");
            trial("localhost", old.port(), "").secret("ca", old.pem()).fails("(-");
            trial("localhost", unborn.port(), "").secret("ca", unborn.pem()).fails("not before");
            trial("localhost", server.port(), "").secret("ca", old.pem()).fails("not good");
            Trial.of(
                            "checks: { it: { tls: { address: \"localhost:%d\" } } }"
                                    .formatted(server.port()))
                    .fails("unable to find valid certification path");
        }
    }

    @Test
    void gone_slow_and_lying_servers_are_inconclusive() throws Exception {
        try (TlsServer server = new TlsServer(folder, "-validity", "30");
                Silence slow = Silence.hanging();
                Silence plain =
                        Silence.hangingUpAfter(
                                "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Silence half = Silence.hangingUpAfter(new byte[] {0x16, 3, 3, 0, 90, 2})) {
            String ca = server.pem();
            trial("localhost", Silence.nobody(), "")
                    .secret("ca", ca)
                    .isInconclusive("cannot be reached");
            trial("localhost", slow.port(), "")
                    .secret("ca", ca)
                    .timeout(Duration.ofMillis(300))
                    .isInconclusive("no whole answer within 300 ms");
            trial("localhost", plain.port(), "").secret("ca", ca).isInconclusive("TLS failed");
            trial("localhost", half.port(), "").secret("ca", ca).isInconclusive("");
            trial("localhost", server.port(), "")
                    .secret("ca", "no pem")
                    .isInconclusive("authority");
        }
    }
}
