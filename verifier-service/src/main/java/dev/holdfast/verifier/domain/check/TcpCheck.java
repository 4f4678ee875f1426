package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;

/// Passes when a TCP connection comes about, in time. It does not say that anybody sane listens.
///
/// @param address `host:port`, may hold variables
public record TcpCheck(String address, @Nullable Duration within) implements Check {
    @Override
    public Question question(Given given) {
        String text = given.text(address);
        URI parsed = URI.create("tcp://" + text);
        if (parsed.getHost() == null
                || parsed.getPort() < 1
                || parsed.getPort() > 65_535
                || !text.equals(parsed.getRawAuthority())
                || parsed.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'%s' is no host:port".formatted(text));
        }
        return new Question.Tcp(parsed.getHost(), parsed.getPort());
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Connected connected)) {
            return answer.unfit();
        }
        return within == null
                ? Finding.passed("connected in %d ms".formatted(connected.took().toMillis()))
                : HttpCheck.latency(connected.took(), within);
    }
}
