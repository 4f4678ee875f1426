package dev.holdfast.verifier.io.tcp;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/// Connects and hangs up.
public final class TcpAsker implements Asker<Question.Tcp> {
    private final Dialer dialer;

    public TcpAsker(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Answer ask(Question.Tcp q, Terms terms) throws Unusable {
        if (terms.standpoint() != null) {
            throw new Unusable(
                    Answer.Why.REFUSED,
                    "a connection through another machine stands before it is known whether anybody"
                            + " is at its other end, so it proves nothing");
        }
        long began = System.nanoTime();
        try (Socket socket = dialer.dial(q.host(), q.port(), terms)) {
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            socket.setSoLinger(false, 0);
            return new Answer.Connected(took);
        } catch (IOException e) {
            throw new Unusable(Answer.Why.BROKEN, "the connection broke: " + e.getMessage());
        }
    }
}
