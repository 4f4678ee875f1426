package dev.holdfast.decision.domain.policy;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Something that only people know, under `facts.NAME` in conditions.
///
/// @param asks the question, for people
/// @param silent what counts while nobody has said anything; null: a row that needs it asks people
public record FactQuestion(String name, String asks, Type type, @Nullable String silent) {
    /// What an answer may be.
    public enum Type {
        YES_NO,
        NUMBER,
        TEXT
    }

    /// The answer as a condition sees it; empty for what is no answer of this type.
    public Optional<Object> value(String said) {
        return switch (type) {
            case TEXT -> Optional.of(said);
            case YES_NO ->
                    switch (said) {
                        case "yes", "true" -> Optional.of(true);
                        case "no", "false" -> Optional.of(false);
                        default -> Optional.empty();
                    };
            case NUMBER -> number(said);
        };
    }

    private static Optional<Object> number(String said) {
        try {
            double n = Double.parseDouble(said);
            return Double.isFinite(n) ? Optional.of(n) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// What an answer looks like, for messages.
    public String form() {
        return switch (type) {
            case YES_NO -> "yes or no";
            case NUMBER -> "a number";
            case TEXT -> "a text";
        };
    }
}
