package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Passes when a TLS server shows a trusted certificate for its name that is good for some time yet.
///
/// @param address `host:port`, may hold variables
/// @param name the name the certificate must be for; null for the address's own host
/// @param authority secret with the PEM of a private authority; null for the usual ones
/// @param left how long it must be valid at least
public record TlsCheck(
        String address, @Nullable String name, @Nullable String authority, Duration left)
        implements Asking {
    /// What a client is shown.
    ///
    /// @param server the name that is asked for (SNI) and must be certified
    public record Handshake(String host, int port, String server, @Nullable String authority)
            implements Question {
        @Override
        public String target() {
            return host + ":" + port;
        }

        @Override
        public String asks() {
            return "certificate of %s at %s:%d".formatted(server, host, port);
        }
    }

    /// @param problem why a client would refuse it, null for a good one
    /// @param now when it was seen
    public record Certificate(
            String subject,
            String issuer,
            List<String> names,
            Instant from,
            Instant until,
            @Nullable String problem,
            Instant now,
            Duration took)
            implements Answer {
        public Certificate {
            names = List.copyOf(names);
        }

        @Override
        public String shows() {
            return "%s for %s by %s, valid %s to %s%s"
                    .formatted(
                            subject,
                            names,
                            issuer,
                            from,
                            until,
                            problem == null ? "" : ", not good: " + problem);
        }
    }

    @Override
    public Question question(Given given) {
        HostPort at = HostPort.of(given.text(address));
        return new Handshake(
                at.host(), at.port(), name == null ? at.host() : given.text(name), authority);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Certificate c)) {
            return answer.unfit();
        }
        Duration rest = Duration.between(c.now(), c.until());
        double days = rest.toMillis() / 86_400_000.0;
        String says =
                "certificate of %s by %s is valid until %s (%.1f days)"
                        .formatted(c.subject(), c.issuer(), c.until(), days);
        if (c.problem() != null) {
            return Finding.failed(says + ", but is not good: " + c.problem()).measuring(days);
        }
        if (c.from().isAfter(c.now())) {
            return Finding.failed("%s, but not before %s".formatted(says, c.from()))
                    .measuring(days);
        }
        return (rest.compareTo(left) >= 0
                        ? Finding.passed(says)
                        : Finding.failed(
                                "%s, must be %.1f days at least"
                                        .formatted(says, left.toMillis() / 86_400_000.0)))
                .measuring(days);
    }
}
