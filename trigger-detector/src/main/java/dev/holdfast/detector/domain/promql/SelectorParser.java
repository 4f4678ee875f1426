package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.promql.TimeShift.Anchor;
import dev.holdfast.detector.domain.promql.Token.Kind;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.LabelMatcher.Op;
import dev.holdfast.detector.domain.series.Labels;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// Selectors and what may follow an expression: `[range]`, `[range:step]`, `offset`, `@`.
final class SelectorParser {

    private final TokenReader tokens;

    SelectorParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    Expr selector() {
        Token first = tokens.peek();
        var matchers = new ArrayList<LabelMatcher>();
        if (first.kind() == Kind.WORD) {
            matchers.add(LabelMatcher.equal(Labels.NAME, tokens.next().text()));
        }
        if (tokens.take("{")) {
            while (!tokens.take("}")) {
                matchers.add(matcher(matchers));
                if (!tokens.peek().is("}")) {
                    tokens.expect(",");
                }
            }
        }
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw tokens.error(
                    first, "vector selector must contain at least one non-empty matcher");
        }
        return new Expr.Selector(first.at(), List.copyOf(matchers), TimeShift.NONE);
    }

    private LabelMatcher matcher(List<LabelMatcher> before) {
        Token name = tokens.next();
        if ((name.kind() != Kind.WORD && name.kind() != Kind.STRING)
                || (name.kind() == Kind.WORD && name.text().contains(":"))) {
            throw tokens.error(
                    name, "unexpected " + name.shown() + " in label matching, expected label name");
        }
        boolean end = tokens.peek().is(",") || tokens.peek().is("}");
        if (name.kind() == Kind.STRING && end) {
            refuseSecondName(before, name);
            return LabelMatcher.equal(Labels.NAME, name.text());
        }
        Token sign = tokens.next();
        Op op =
                switch (sign.kind() == Kind.SIGN ? sign.text() : "") {
                    case "=" -> Op.EQUAL;
                    case "!=" -> Op.NOT_EQUAL;
                    case "=~" -> Op.REGEX;
                    case "!~" -> Op.NOT_REGEX;
                    default ->
                            throw tokens.error(
                                    sign,
                                    "unexpected "
                                            + sign.shown()
                                            + " in label matching, expected one of = != =~ !~");
                };
        Token value = tokens.next();
        if (value.kind() != Kind.STRING) {
            throw tokens.error(
                    value, "unexpected " + value.shown() + " in label matching, expected string");
        }
        if (name.text().equals(Labels.NAME) && op == Op.EQUAL) {
            refuseSecondName(before, name);
        }
        try {
            return new LabelMatcher(name.text(), op, value.text());
        } catch (PatternSyntaxException e) {
            throw tokens.error(value, "bad regular expression: " + e.getDescription());
        }
    }

    private void refuseSecondName(List<LabelMatcher> before, Token name) {
        if (!before.isEmpty()
                && before.getFirst().name().equals(Labels.NAME)
                && before.getFirst().op() == Op.EQUAL) {
            throw tokens.error(
                    name,
                    "metric name must not be set twice: \""
                            + before.getFirst().value()
                            + "\" or "
                            + name.shown());
        }
    }

    /// Everything that may stand behind a primary expression.
    Expr modifiers(Expr primary) {
        Expr expr = primary;
        while (true) {
            Token token = tokens.peek();
            if (token.is("[")) {
                expr = brackets(expr);
            } else if (token.isWord("offset")) {
                tokens.next();
                expr = withOffset(expr, token, tokens.duration(false));
            } else if (token.is("@")) {
                tokens.next();
                expr = withAnchor(expr, token);
            } else if (token.isWord("anchored") || token.isWord("smoothed")) {
                throw tokens.error(
                        token,
                        token.shown() + " is not supported: it is experimental in Prometheus 3");
            } else {
                return expr;
            }
        }
    }

    private Expr brackets(Expr expr) {
        Token open = tokens.next();
        long range = tokens.duration(true);
        if (tokens.take(":")) {
            long step = tokens.peek().is("]") ? 0 : tokens.duration(true);
            tokens.expect("]");
            return new Expr.Subquery(open.at(), expr, range, step, TimeShift.NONE);
        }
        tokens.expect("]");
        if (!(expr instanceof Expr.Selector selector)) {
            throw tokens.error(open, "ranges only allowed for vector selectors");
        }
        if (!selector.shift().equals(TimeShift.NONE)) {
            throw tokens.error(open, "no offset or @ modifiers allowed before range");
        }
        return new Expr.Range(expr.at(), selector, range);
    }

    private Expr withOffset(Expr expr, Token token, long offset) {
        TimeShift shift = shiftOf(expr, token, "offset modifier");
        if (shift.offset() != 0) {
            throw tokens.error(token, "offset may not be set multiple times");
        }
        return withShift(expr, new TimeShift(offset, shift.anchor(), shift.time()));
    }

    private Expr withAnchor(Expr expr, Token token) {
        TimeShift shift = shiftOf(expr, token, "@ modifier");
        if (shift.fixed()) {
            throw tokens.error(token, "@ <timestamp> may not be set multiple times");
        }
        Token value = tokens.peek();
        if (value.isWord("start") || value.isWord("end")) {
            tokens.next();
            tokens.expect("(");
            tokens.expect(")");
            return withShift(
                    expr,
                    new TimeShift(
                            shift.offset(), value.isWord("start") ? Anchor.START : Anchor.END, 0));
        }
        boolean negative = tokens.take("-");
        if (!negative) {
            tokens.take("+");
        }
        Token number = tokens.next();
        if (number.kind() != Kind.NUMBER && number.kind() != Kind.DURATION) {
            throw tokens.error(
                    number, "unexpected " + number.shown() + " in @, expected timestamp");
        }
        double millis = (negative ? -number.number() : number.number()) * 1000;
        if (!(Math.abs(millis) < 9e18)) {
            throw tokens.error(number, "timestamp out of bounds for @ modifier");
        }
        return withShift(expr, new TimeShift(shift.offset(), Anchor.TIME, Math.round(millis)));
    }

    private TimeShift shiftOf(Expr expr, Token token, String what) {
        return switch (expr) {
            case Expr.Selector selector -> selector.shift();
            case Expr.Range range -> range.selector().shift();
            case Expr.Subquery subquery -> subquery.shift();
            default ->
                    throw tokens.error(
                            token,
                            what
                                    + " must be preceded by an instant vector selector or range vector selector or a subquery");
        };
    }

    private static Expr withShift(Expr expr, TimeShift shift) {
        return switch (expr) {
            case Expr.Selector s -> new Expr.Selector(s.at(), s.matchers(), shift);
            case Expr.Range r ->
                    new Expr.Range(
                            r.at(),
                            new Expr.Selector(r.selector().at(), r.selector().matchers(), shift),
                            r.range());
            case Expr.Subquery s -> new Expr.Subquery(s.at(), s.expr(), s.range(), s.step(), shift);
            default -> expr;
        };
    }
}
