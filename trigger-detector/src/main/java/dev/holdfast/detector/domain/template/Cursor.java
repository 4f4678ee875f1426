package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.Token.Kind;

import java.util.List;

/// The words of a template, read one after the other.
final class Cursor {

    private final List<Token> tokens;
    private int next;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    int mark() {
        return next;
    }

    void back(int mark) {
        next = mark;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        next += token.is(Kind.END) ? 0 : 1;
        return token;
    }

    void skipSpace() {
        while (peek().is(Kind.SPACE)) {
            next++;
        }
    }

    Token takeWord() {
        skipSpace();
        return take();
    }

    boolean keywordAhead(String word) {
        int i = next + 1;
        while (tokens.get(i).is(Kind.SPACE)) {
            i++;
        }
        return tokens.get(i).keyword(word);
    }

    static TemplateException unexpected(Token token, String context) {
        return new TemplateException(token.at(), "unexpected " + token + " in " + context);
    }

    void expect(Kind kind, String context) {
        Token token = takeWord();
        if (!token.is(kind)) {
            throw unexpected(token, context);
        }
    }

    Token name(String context) {
        Token token = takeWord();
        if (!token.is(Kind.STRING)) {
            throw unexpected(token, context);
        }
        return token;
    }

    static String unquoted(Token token) {
        try {
            return GoText.unquoted(token.text());
        } catch (IllegalArgumentException e) {
            throw new TemplateException(
                    token.at(), "invalid syntax in " + token.text() + ": " + e.getMessage());
        }
    }
}
