package dev.holdfast.detector.domain.promql;

/// One token; `text` of a string is its value, of a sign or word what was written.
record Token(Kind kind, String text, double number, int at) {

    enum Kind {
        WORD,
        NUMBER,
        /// A duration, its seconds in `number`.
        DURATION,
        STRING,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    String shown() {
        return kind == Kind.END ? "end of input" : "\"" + text + "\"";
    }
}
