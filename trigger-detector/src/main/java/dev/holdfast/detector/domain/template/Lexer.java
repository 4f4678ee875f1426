package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into words by the rules of Go's `text/template/parse`.
final class Lexer {

    private static final String SPACES = " \t\r\n";
    private static final Set<String> KEYWORDS =
            Set.of(
                    "block",
                    "break",
                    "continue",
                    "define",
                    "else",
                    "end",
                    "if",
                    "range",
                    "template",
                    "with");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:0[xX][0-9a-fA-F_]*(?:\\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]+)?|0[bB][01_]+|0[oO][0-7_]+"
                            + "|[0-9_]*(?:\\.[0-9_]*)?(?:[eE][+-]?[0-9_]+)?)");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\[^\n])*\"");
    private static final Pattern CHARACTER = Pattern.compile("'(?:[^'\\\\\n]|\\\\[^\n])*'");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    /// @throws TemplateException where the text is no template
    static List<Token> tokens(String source) {
        var lexer = new Lexer(source);
        while (lexer.at < source.length()) {
            lexer.text();
        }
        lexer.tokens.add(new Token(Kind.END, source.length(), ""));
        return lexer.tokens;
    }

    private void emit(Kind kind, int end) {
        tokens.add(new Token(kind, at, source.substring(at, end)));
        at = end;
    }

    private TemplateException error(String message) {
        return new TemplateException(at, message);
    }

    private boolean spaceAt(int index) {
        return index < source.length() && SPACES.indexOf(source.charAt(index)) >= 0;
    }

    /// A text up to the next `{{`, and the action that begins there.
    private void text() {
        int open = source.indexOf("{{", at);
        int end = open < 0 ? source.length() : open;
        boolean trims = open >= 0 && source.startsWith("-", open + 2) && spaceAt(open + 3);
        int textEnd = end;
        while (trims && textEnd > at && spaceAt(textEnd - 1)) {
            textEnd--;
        }
        if (textEnd > at) {
            emit(Kind.TEXT, textEnd);
        }
        at = end;
        if (open < 0) {
            return;
        }
        int inside = open + (trims ? 4 : 2);
        if (source.startsWith("/*", inside)) {
            comment(inside);
        } else {
            emit(Kind.OPEN, open + 2);
            at = trims ? open + 3 : at;
            action();
        }
    }

    private void comment(int inside) {
        int end = source.indexOf("*/", inside);
        if (end < 0) {
            throw error("unclosed comment");
        }
        at = end + 2;
        if (!closes(at)) {
            throw error("comment ends before closing delimiter");
        }
        close(false);
    }

    private boolean closes(int index) {
        return source.startsWith("}}", index) || trimsAt(index);
    }

    private boolean trimsAt(int index) {
        return spaceAt(index) && source.startsWith("-}}", index + 1);
    }

    private void close(boolean told) {
        boolean trims = trimsAt(at);
        at += trims ? 2 : 0;
        if (told) {
            emit(Kind.CLOSE, at + 2);
        } else {
            at += 2;
        }
        while (trims && spaceAt(at)) {
            at++;
        }
    }

    private void action() {
        int depth = 0;
        while (!closes(at)) {
            if (at >= source.length()) {
                throw error("unclosed action");
            }
            char c = source.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0) {
                throw error("unexpected right paren");
            }
            word(c);
        }
        if (depth > 0) {
            throw error("unclosed left paren");
        }
        close(true);
    }

    private void word(char c) {
        if (spaceAt(at)) {
            int end = at;
            while (spaceAt(end) && !trimsAt(end)) {
                end++;
            }
            emit(Kind.SPACE, end);
            return;
        }
        switch (c) {
            case '=' -> emit(Kind.ASSIGN, at + 1);
            case ':' -> {
                if (!source.startsWith(":=", at)) {
                    throw error("expected :=");
                }
                emit(Kind.DECLARE, at + 2);
            }
            case '|' -> emit(Kind.PIPE, at + 1);
            case ',' -> emit(Kind.COMMA, at + 1);
            case '(' -> emit(Kind.LEFT_PAREN, at + 1);
            case ')' -> emit(Kind.RIGHT_PAREN, at + 1);
            case '"' -> matched(QUOTED, Kind.STRING, "unterminated quoted string");
            case '\'' -> matched(CHARACTER, Kind.CHAR, "unterminated character constant");
            case '`' -> {
                int end = source.indexOf('`', at + 1);
                if (end < 0) {
                    throw error("unterminated raw quoted string");
                }
                emit(Kind.STRING, end + 1);
            }
            case '$' -> name(Kind.VARIABLE, Kind.VARIABLE);
            default -> other(c);
        }
    }

    private void other(char c) {
        boolean digitNext =
                at + 1 < source.length()
                        && source.charAt(at + 1) >= '0'
                        && source.charAt(at + 1) <= '9';
        if (c == '.' && !digitNext) {
            name(Kind.FIELD, Kind.DOT);
        } else if (c == '.' || c == '+' || c == '-' || (c >= '0' && c <= '9')) {
            number();
        } else if (alphanumeric(c)) {
            identifier();
        } else if (c > ' ' && c < 127) {
            emit(Kind.OTHER, at + 1);
        } else {
            throw error("unrecognized character in action: U+%04X '%s'".formatted((int) c, c));
        }
    }

    private void matched(Pattern pattern, Kind kind, String otherwise) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            throw error(otherwise);
        }
        emit(kind, matcher.end());
    }

    private static boolean alphanumeric(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < source.length() && alphanumeric(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private void name(Kind named, Kind bare) {
        int end = wordEnd(at + 1);
        checkTerminator(end);
        emit(end == at + 1 ? bare : named, end);
    }

    private void identifier() {
        int end = wordEnd(at);
        String word = source.substring(at, end);
        checkTerminator(end);
        emit(
                KEYWORDS.contains(word)
                        ? Kind.KEYWORD
                        : word.equals("nil")
                                ? Kind.NIL
                                : word.equals("true") || word.equals("false")
                                        ? Kind.BOOL
                                        : Kind.IDENTIFIER,
                end);
    }

    private void checkTerminator(int end) {
        boolean ends =
                end >= source.length()
                        || spaceAt(end)
                        || ".,|:)(".indexOf(source.charAt(end)) >= 0
                        || source.startsWith("}}", end);
        if (!ends) {
            char c = source.charAt(end);
            at = end;
            throw error("bad character U+%04X '%s'".formatted((int) c, c));
        }
    }

    private void number() {
        Matcher matcher = NUMBER.matcher(source).region(at, source.length());
        int end = matcher.lookingAt() ? matcher.end() : at;
        if (end < source.length() && source.charAt(end) == 'i') {
            throw error("complex numbers are not supported in templates");
        }
        if (end == at || wordEnd(end) > end) {
            throw error(
                    "bad number syntax: "
                            + GoText.quoted(source.substring(at, Math.max(end, wordEnd(end)))));
        }
        emit(Kind.NUMBER, end);
    }
}
