package dev.holdfast.detector.domain.promql;

/// What an expression yields.
public enum ValueType {
    SCALAR("scalar"),
    STRING("string"),
    VECTOR("instant vector"),
    MATRIX("range vector");

    public final String words;

    ValueType(String words) {
        this.words = words;
    }
}
