package dev.holdfast.decision.domain.condition;

/// The three honest answers of a condition.
public sealed interface Outcome {
    record True() implements Outcome {}

    record False() implements Outcome {}

    /// A value was missing or the evaluation failed: nobody can say, so a person is asked.
    ///
    /// @param why names the value that is missing, or the error
    record Unclear(String why) implements Outcome {}
}
