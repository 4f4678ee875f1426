package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Passes when a TCP connection comes about, in time. It does not say that anybody sane listens.
///
/// @param address `host:port`, may hold variables
public record TcpCheck(String address, @Nullable Duration within) implements Asking {
    @Override
    public Question question(Given given) {
        HostPort at = HostPort.of(given.text(address));
        return new Question.Tcp(at.host(), at.port());
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
