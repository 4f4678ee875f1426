package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Passes when a Redis server answers PING with PONG, in time.
///
/// @param address `host:port`, may hold variables
/// @param user null for the default one
/// @param secret name of the password's secret, null for none
/// @param within the answer must be here in less than this
public record RedisCheck(
        String address,
        @Nullable String user,
        @Nullable String secret,
        boolean tls,
        @Nullable Duration within)
        implements Asking {
    /// Errors by which a server says that it does not serve, and not that we may not ask.
    private static final List<String> SICK =
            List.of("LOADING", "MASTERDOWN", "BUSY", "MISCONF", "CLUSTERDOWN", "OOM");

    public record Ping(
            String host, int port, @Nullable String user, @Nullable String secret, boolean tls)
            implements Question {
        @Override
        public String target() {
            return host + ":" + port;
        }

        @Override
        public String asks() {
            return "PING to Redis at " + target();
        }
    }

    /// @param text the reply's line, with its type sign
    public record Reply(String text, Duration took) implements Answer {
        @Override
        public String shows() {
            return "%s in %d ms".formatted(text, took.toMillis());
        }
    }

    @Override
    public Question question(Given given) {
        HostPort at = HostPort.of(given.text(address));
        return new Ping(at.host(), at.port(), user, secret, tls);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Reply reply)) {
            return answer.unfit();
        }
        if (reply.text().equals("+PONG")) {
            return within == null
                    ? Finding.passed("PONG in %d ms".formatted(reply.took().toMillis()))
                    : HttpCheck.latency(reply.took(), within);
        }
        String says = "Redis answers '%s'".formatted(Evidence.cut(reply.text(), 200));
        boolean sick = SICK.stream().anyMatch(word -> reply.text().startsWith("-" + word));
        return sick ? Finding.failed(says) : Finding.inconclusive(says);
    }
}
