package dev.holdfast.executor.domain.words;

/// A part of a filled text and where it comes from, which decides what it may contain.
public record Piece(Origin origin, String text) {
    /// Who wrote a piece.
    public enum Origin {
        /// The pack's author, in the runbook or as a variable of the pack.
        PACK,
        /// Somebody outside: a version, a component, a parameter.
        GIVEN,
        /// The name of a secret, resolved only at the moment of use.
        SECRET,
        /// `step.output` of an earlier step, known only when that step is done.
        OUTPUT
    }

    public static Piece pack(String text) {
        return new Piece(Origin.PACK, text);
    }

    public static Piece given(String text) {
        return new Piece(Origin.GIVEN, text);
    }

    public static Piece secret(String name) {
        return new Piece(Origin.SECRET, name);
    }

    public static Piece output(String name) {
        return new Piece(Origin.OUTPUT, name);
    }

    /// As people and plans see it: a secret is only named.
    String shown() {
        return switch (origin) {
            case PACK, GIVEN -> text;
            case SECRET -> "${secret." + text + "}";
            case OUTPUT -> "${steps." + text + "}";
        };
    }
}
