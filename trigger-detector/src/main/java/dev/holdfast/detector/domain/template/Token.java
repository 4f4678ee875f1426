package dev.holdfast.detector.domain.template;

/// One word of a template; `at` is its offset in the text.
record Token(Kind kind, int at, String text) {

    enum Kind {
        TEXT,
        OPEN,
        CLOSE,
        SPACE,
        ASSIGN,
        DECLARE,
        PIPE,
        COMMA,
        LEFT_PAREN,
        RIGHT_PAREN,
        CHAR,
        OTHER,
        DOT,
        FIELD,
        VARIABLE,
        IDENTIFIER,
        KEYWORD,
        BOOL,
        NIL,
        NUMBER,
        STRING,
        END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean keyword(String word) {
        return kind == Kind.KEYWORD && text.equals(word);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case END -> "EOF";
            case KEYWORD -> "<" + text + ">";
            default -> GoText.quoted(text.length() > 10 ? text.substring(0, 10) : text);
        };
    }
}
