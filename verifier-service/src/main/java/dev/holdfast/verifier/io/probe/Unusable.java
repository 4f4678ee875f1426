package dev.holdfast.verifier.io.probe;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;

import java.time.Duration;

/// No answer that could be judged.
public final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public Unusable(Why why, String says) {
        super(says, null, false, false); // expected, often, and told in one sentence
        this.why = why;
    }

    public Answer.None answer(Duration took) {
        return new Answer.None(why, String.valueOf(getMessage()), took);
    }
}
