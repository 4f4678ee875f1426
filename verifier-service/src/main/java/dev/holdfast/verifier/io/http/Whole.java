package dev.holdfast.verifier.io.http;

import dev.holdfast.verifier.domain.check.Answer;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An answer that came whole, its body as it came.
public final class Whole {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Duration took;

    Whole(int status, Map<String, List<String>> headers, byte[] body, Duration took) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.took = took;
    }

    public int status() {
        return status;
    }

    /// Not to be changed.
    public byte[] body() {
        return body;
    }

    Whole taking(Duration time) {
        return new Whole(status, headers, body, time);
    }

    /// With its body as text.
    public Answer.Http answer() {
        return new Answer.Http(status, headers, AnswerReader.text(body, headers), took);
    }
}
