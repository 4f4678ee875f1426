package dev.holdfast.verifier.io.probe;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;

/// Puts one kind of question to the world.
public interface Asker<Q extends Question> {
    /// Throws [Unusable] when no whole and understood answer comes before the terms' end.
    Answer ask(Q question, Terms terms) throws Unusable;
}
