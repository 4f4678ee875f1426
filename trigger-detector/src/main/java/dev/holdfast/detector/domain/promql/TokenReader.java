package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.promql.Token.Kind;

import java.util.List;

/// A place in the tokens of one text, with the errors that name it.
final class TokenReader {

    private final String text;
    private final List<Token> tokens;
    private int at;

    TokenReader(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekAfter() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean take(String sign) {
        if (peek().is(sign)) {
            next();
            return true;
        }
        return false;
    }

    boolean takeWord(String word) {
        if (peek().isWord(word)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String sign) {
        if (!take(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
    }

    /// A duration or number, as milliseconds; `0x10` and `300` are seconds.
    long duration(boolean positive) {
        boolean negative = take("-");
        if (!negative) {
            take("+");
        }
        Token token = next();
        if (token.kind() != Kind.DURATION && token.kind() != Kind.NUMBER) {
            throw error(token, "unexpected " + token.shown() + ", expected a duration such as 5m");
        }
        double seconds = negative ? -token.number() : token.number();
        if (!(Math.abs(seconds) <= 100.0 * 31_536_000)) {
            throw error(token, "duration out of range");
        }
        long millis = Math.round(seconds * 1000);
        if (positive && millis <= 0) {
            throw error(token, "duration must be greater than 0");
        }
        return millis;
    }

    PromqlException unexpected(String expected) {
        return error(peek(), "unexpected " + peek().shown() + ", expected " + expected);
    }

    PromqlException error(Token token, String problem) {
        return new PromqlException(text, token.at(), problem);
    }

    PromqlException error(int offset, String problem) {
        return new PromqlException(text, offset, problem);
    }
}
