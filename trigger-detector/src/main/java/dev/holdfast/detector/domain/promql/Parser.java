package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.promql.Token.Kind;
import dev.holdfast.detector.domain.promql.VectorMatching.Cardinality;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads PromQL: one method for each rule of the grammar, binary operators by precedence climbing.
public final class Parser {

    private static final int DEPTH_LIMIT = 200;
    private static final int OPERATOR_LIMIT = 1_000;
    private static final Set<String> EXPERIMENTAL_WORDS =
            Set.of("anchored", "smoothed", "fill", "fill_left", "fill_right");

    private final String text;
    private final TokenReader tokens;
    private final SelectorParser selectors;
    private int depth;
    private int operators;

    private Parser(String text) {
        this.text = text;
        this.tokens = new TokenReader(text);
        this.selectors = new SelectorParser(tokens);
    }

    /// @throws PromqlException where `text` is no PromQL, is badly typed, or uses what we refuse
    public static Expr parse(String text) {
        var parser = new Parser(text);
        if (parser.tokens.peek().kind() == Kind.END) {
            throw new PromqlException(text, text.length(), "no expression found in input");
        }
        Expr expr = parser.binary(1);
        if (parser.tokens.peek().kind() != Kind.END) {
            throw parser.tokens.unexpected("an operator or the end of input");
        }
        new TypeCheck(text).check(expr);
        return expr;
    }

    /// The matchers of a plain selector, as `match[]` of the HTTP API carries them.
    public static List<LabelMatcher> parseSelector(String text) {
        if (parse(text).bare() instanceof Expr.Selector selector) {
            return selector.matchers();
        }
        throw new PromqlException(text, 0, "only a plain selector is allowed here");
    }

    private Expr binary(int least) {
        if (++depth > DEPTH_LIMIT) {
            throw tokens.error(
                    tokens.peek(), "the expression is nested deeper than " + DEPTH_LIMIT);
        }
        Expr expr = operators(least);
        depth--;
        return expr;
    }

    private Expr operators(int least) {
        Expr left = unary();
        while (true) {
            Token token = tokens.peek();
            BinaryOp op =
                    token.kind() == Kind.SIGN || token.kind() == Kind.WORD
                            ? BinaryOp.named(token.text()).orElse(null)
                            : null;
            if (op == null || op.precedence < least) {
                return left;
            }
            if (++operators > OPERATOR_LIMIT) {
                throw tokens.error(
                        token, "the expression has more than " + OPERATOR_LIMIT + " operators");
            }
            tokens.next();
            boolean bool = tokens.takeWord("bool");
            VectorMatching matching = matching(op);
            Expr right = binary(op == BinaryOp.POWER ? op.precedence : op.precedence + 1);
            left = new Expr.Binary(token.at(), op, left, right, bool, matching);
        }
    }

    private VectorMatching matching(BinaryOp op) {
        Cardinality cardinality = op.set() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
        refuseExperimental();
        boolean on = tokens.peek().isWord("on");
        if (!on && !tokens.peek().isWord("ignoring")) {
            return new VectorMatching(cardinality, false, List.of(), List.of());
        }
        tokens.next();
        List<String> labels = labelNames();
        List<String> include = List.of();
        boolean left = tokens.peek().isWord("group_left");
        if (left || tokens.peek().isWord("group_right")) {
            Token group = tokens.next();
            if (op.set()) {
                throw tokens.error(group, "no grouping allowed for \"" + op.sign + "\" operation");
            }
            cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
            include = tokens.peek().is("(") ? labelNames() : List.of();
            for (String label : include) {
                if (on && labels.contains(label)) {
                    throw tokens.error(
                            group,
                            "label \""
                                    + label
                                    + "\" must not occur in ON and GROUP clause at once");
                }
            }
        }
        refuseExperimental();
        return new VectorMatching(cardinality, on, labels, include);
    }

    private void refuseExperimental() {
        if (EXPERIMENTAL_WORDS.contains(tokens.peek().text().toLowerCase(Locale.ROOT))
                && tokens.peek().kind() == Kind.WORD
                && tokens.peekAfter().is("(")) {
            throw tokens.error(
                    tokens.peek(),
                    tokens.peek().shown()
                            + " is not supported: it is experimental in Prometheus 3");
        }
    }

    private List<String> labelNames() {
        tokens.expect("(");
        var names = new ArrayList<String>();
        while (!tokens.peek().is(")")) {
            Token name = tokens.next();
            if ((name.kind() != Kind.WORD && name.kind() != Kind.STRING)
                    || name.text().contains(":")) {
                throw tokens.error(
                        name, "unexpected " + name.shown() + " in grouping opts, expected label");
            }
            names.add(name.text());
            if (!tokens.peek().is(")")) {
                tokens.expect(",");
            }
        }
        tokens.expect(")");
        return names;
    }

    private Expr unary() {
        Token sign = tokens.peek();
        if (!sign.is("-") && !sign.is("+")) {
            return selectors.modifiers(primary());
        }
        tokens.next();
        Expr operand = binary(BinaryOp.POWER.precedence);
        if (sign.is("+")) {
            return operand;
        }
        return operand instanceof Expr.NumberLiteral(int _, double value)
                ? new Expr.NumberLiteral(sign.at(), -value)
                : new Expr.Negation(sign.at(), operand);
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER, DURATION -> new Expr.NumberLiteral(token.at(), tokens.next().number());
            case STRING -> new Expr.StringLiteral(token.at(), tokens.next().text());
            case SIGN -> {
                if (token.is("{")) {
                    yield selectors.selector();
                }
                if (!token.is("(")) {
                    throw tokens.unexpected("an expression");
                }
                tokens.next();
                Expr inner = binary(1);
                tokens.expect(")");
                yield new Expr.Paren(token.at(), inner);
            }
            case WORD -> word(token);
            case END -> throw tokens.unexpected("an expression");
        };
    }

    private Expr word(Token token) {
        Token after = tokens.peekAfter();
        AggregationOp op = AggregationOp.named(token.text()).orElse(null);
        if (op != null && (after.is("(") || after.isWord("by") || after.isWord("without"))) {
            return aggregation(token, op);
        }
        return after.is("(") ? call(token) : selectors.selector();
    }

    private Expr aggregation(Token token, AggregationOp op) {
        tokens.next();
        Grouping grouping = grouping();
        tokens.expect("(");
        Expr parameter = null;
        Expr expr = binary(1);
        if (tokens.take(",")) {
            parameter = expr;
            if (op.parameter().isEmpty()) {
                throw tokens.error(
                        token,
                        "wrong number of arguments for aggregate expression provided, expected 1, got 2");
            }
            expr = binary(1);
        } else if (op.parameter().isPresent()) {
            throw tokens.error(
                    token,
                    "wrong number of arguments for aggregate expression provided, expected 2, got 1");
        }
        tokens.expect(")");
        Grouping behind = grouping();
        Grouping chosen = grouping != null ? grouping : behind != null ? behind : Grouping.ALL;
        return new Expr.Aggregation(token.at(), op, expr, parameter, chosen);
    }

    private @Nullable Grouping grouping() {
        boolean without = tokens.peek().isWord("without");
        if (!without && !tokens.peek().isWord("by")) {
            return null;
        }
        tokens.next();
        return new Grouping(without, labelNames());
    }

    private Expr call(Token token) {
        tokens.next();
        var refusal = Function.refusal(token.text());
        if (refusal.isPresent()) {
            throw tokens.error(token, token.text() + "() is not supported: " + refusal.get());
        }
        Function function =
                Function.named(token.text())
                        .orElseThrow(() ->
                                tokens.error(
                                        token,
                                        "unknown function with name \""
                                                + token.text()
                                                + "\""
                                                + Nearest.hint(token.text(), Function.names())));
        tokens.expect("(");
        var args = new ArrayList<Expr>();
        while (!tokens.peek().is(")")) {
            args.add(binary(1));
            if (!tokens.peek().is(")")) {
                tokens.expect(",");
            }
        }
        tokens.expect(")");
        return new Expr.Call(token.at(), function, List.copyOf(args));
    }

    @Override
    public String toString() {
        return text;
    }
}
