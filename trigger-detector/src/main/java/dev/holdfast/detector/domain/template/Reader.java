package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.series.Nearest;
import dev.holdfast.detector.domain.template.Token.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a template as Go's `text/template/parse` does.
final class Reader {

    private static final int DEEPEST = 100;

    private final Cursor words;
    private final Map<String, List<Node>> defined = new HashMap<>();
    private final List<String> variables = new ArrayList<>(List.of("$"));
    private int rangeDepth;
    private int depth;

    /// The text itself, and what it defines by name.
    record Tree(List<Node> root, Map<String, List<Node>> defined) {}

    private Reader(List<Token> tokens) {
        this.words = new Cursor(tokens);
    }

    /// @throws TemplateException where the text is no template
    static Tree read(String source) {
        var reader = new Reader(Lexer.tokens(source));
        var root = new ArrayList<Node>();
        while (!reader.words.peek().is(Kind.END)) {
            if (reader.words.peek().is(Kind.OPEN) && reader.words.keywordAhead("define")) {
                reader.definition();
                continue;
            }
            Node node = reader.textOrAction();
            if (node instanceof Node.Mark mark) {
                throw new TemplateException(node.at(), "unexpected {{" + mark.word() + "}}");
            }
            root.add(node);
        }
        return new Tree(root, reader.defined);
    }

    private void definition() {
        words.take();
        words.takeWord();
        String name = Cursor.unquoted(words.name("define clause"));
        words.expect(Kind.CLOSE, "define clause");
        var body = new ArrayList<Node>();
        String end = list(body);
        if (!end.equals("end")) {
            throw new TemplateException(words.peek().at(), "unexpected {{else}} in define clause");
        }
        defined.put(name, body);
    }

    private Node textOrAction() {
        Token token = words.takeWord();
        return switch (token.kind()) {
            case TEXT -> new Node.Text(token.at(), token.text());
            case OPEN -> action();
            default -> throw Cursor.unexpected(token, "input");
        };
    }

    private String list(List<Node> nodes) {
        if (++depth > DEEPEST) {
            throw new TemplateException(
                    words.peek().at(), "more than %d levels deep".formatted(DEEPEST));
        }
        while (!words.peek().is(Kind.END)) {
            Node node = textOrAction();
            if (node instanceof Node.Mark mark) {
                depth--;
                return mark.word();
            }
            nodes.add(node);
        }
        throw new TemplateException(words.peek().at(), "unexpected EOF");
    }

    private Node action() {
        words.skipSpace();
        Token token = words.peek();
        if (!token.is(Kind.KEYWORD)) {
            return new Node.Action(token.at(), pipeline("command", Kind.CLOSE));
        }
        words.take();
        return switch (token.text()) {
            case "if", "with", "range" -> branch(token);
            case "end" -> {
                words.expect(Kind.CLOSE, "end");
                yield new Node.Mark(token.at(), "end");
            }
            case "else" -> otherwise(token);
            case "template" -> include();
            case "block" -> block();
            case "break", "continue" -> jump(token);
            default -> throw Cursor.unexpected(token, "command");
        };
    }

    private Node otherwise(Token token) {
        words.skipSpace();
        if (!words.peek().keyword("if")) {
            words.expect(Kind.CLOSE, "else");
        }
        return new Node.Mark(token.at(), "else");
    }

    private Node jump(Token token) {
        if (rangeDepth == 0) {
            throw new TemplateException(token.at(), "{{" + token.text() + "}} outside {{range}}");
        }
        words.expect(Kind.CLOSE, "{{" + token.text() + "}}");
        return token.text().equals("break")
                ? new Node.Break(token.at())
                : new Node.Continue(token.at());
    }

    private Node include() {
        Token name = words.name("template clause");
        words.skipSpace();
        if (words.peek().is(Kind.CLOSE)) {
            words.take();
            return new Node.Include(name.at(), Cursor.unquoted(name), null);
        }
        Node.Pipe pipe = pipeline("template clause", Kind.CLOSE);
        return new Node.Include(name.at(), Cursor.unquoted(name), pipe);
    }

    private Node block() {
        Token token = words.name("block clause");
        String name = Cursor.unquoted(token);
        Node.Pipe pipe = pipeline("block clause", Kind.CLOSE);
        var body = new ArrayList<Node>();
        String end = list(body);
        if (!end.equals("end")) {
            throw new TemplateException(words.peek().at(), "unexpected {{else}} in block clause");
        }
        defined.putIfAbsent(name, body);
        return new Node.Include(token.at(), name, pipe);
    }

    private Node branch(Token word) {
        int known = variables.size();
        Node.Pipe pipe = pipeline(word.text(), Kind.CLOSE);
        boolean range = word.text().equals("range");
        rangeDepth += range ? 1 : 0;
        var body = new ArrayList<Node>();
        var otherwise = new ArrayList<Node>();
        String end = list(body);
        rangeDepth -= range ? 1 : 0;
        if (end.equals("else")) {
            words.skipSpace();
            if (word.text().equals("if") && words.peek().keyword("if")) {
                Token nested = words.take();
                otherwise.add(branch(nested));
            } else if (words.peek().keyword("if")) {
                throw Cursor.unexpected(words.peek(), "{{else}} of {{" + word.text() + "}}");
            } else if (!list(otherwise).equals("end")) {
                throw new TemplateException(words.peek().at(), "expected end; found {{else}}");
            }
        }
        variables.subList(known, variables.size()).clear();
        return new Node.Branch(pipe.at(), word.text(), pipe, body, otherwise);
    }

    private Node.Pipe pipeline(String context, Kind end) {
        if (++depth > DEEPEST) {
            throw new TemplateException(
                    words.peek().at(), "more than %d levels deep".formatted(DEEPEST));
        }
        words.skipSpace();
        int at = words.peek().at();
        var declared = new ArrayList<Node.Variable>();
        boolean assigns = declarations(context, declared);
        var commands = new ArrayList<Node.Command>();
        for (words.skipSpace(); !words.peek().is(end); words.skipSpace()) {
            switch (words.peek().kind()) {
                case BOOL,
                        CHAR,
                        DOT,
                        FIELD,
                        IDENTIFIER,
                        NUMBER,
                        NIL,
                        STRING,
                        VARIABLE,
                        LEFT_PAREN ->
                        commands.add(command());
                default -> throw Cursor.unexpected(words.peek(), context);
            }
        }
        words.take();
        check(commands, context, at);
        depth--;
        return new Node.Pipe(at, assigns, List.copyOf(declared), List.copyOf(commands));
    }

    private boolean declarations(String context, List<Node.Variable> declared) {
        boolean assigns = false;
        for (words.skipSpace(); words.peek().is(Kind.VARIABLE); words.skipSpace()) {
            int back = words.mark();
            Token name = words.take();
            words.skipSpace();
            Kind kind = words.peek().kind();
            boolean comma = kind == Kind.COMMA;
            if (!comma && kind != Kind.ASSIGN && kind != Kind.DECLARE) {
                words.back(back);
                return assigns;
            }
            words.take();
            assigns |= kind == Kind.ASSIGN;
            declared.add(new Node.Variable(name.at(), List.of(name.text())));
            variables.add(name.text());
            if (!comma) {
                return assigns;
            }
            if (!context.equals("range") || declared.size() > 1) {
                throw new TemplateException(name.at(), "too many declarations in " + context);
            }
            words.skipSpace();
            if (!words.peek().is(Kind.VARIABLE)) {
                throw new TemplateException(name.at(), "range can only initialize variables");
            }
        }
        return assigns;
    }

    private static void check(List<Node.Command> commands, String context, int at) {
        if (commands.isEmpty()) {
            throw new TemplateException(at, "missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            switch (commands.get(i).words().getFirst()) {
                case Node.Constant _, Node.Dot _, Node.Nil _ ->
                        throw new TemplateException(
                                commands.get(i).at(),
                                "non executable command in pipeline stage " + (i + 1));
                default -> {}
            }
        }
    }

    private Node.Command command() {
        int at = words.peek().at();
        var operands = new ArrayList<Node>();
        while (true) {
            words.skipSpace();
            Node operand = operand();
            if (operand != null) {
                operands.add(operand);
            }
            Token token = words.peek();
            switch (token.kind()) {
                case SPACE -> {
                    words.take();
                    continue;
                }
                case CLOSE, RIGHT_PAREN -> {}
                case PIPE -> words.take();
                default -> throw Cursor.unexpected(token, "operand");
            }
            break;
        }
        if (operands.isEmpty()) {
            throw new TemplateException(at, "empty command");
        }
        return new Node.Command(at, List.copyOf(operands));
    }

    private @Nullable Node operand() {
        Node term = term();
        if (term == null || !words.peek().is(Kind.FIELD)) {
            return term;
        }
        int at = words.peek().at();
        var path = new ArrayList<String>();
        while (words.peek().is(Kind.FIELD)) {
            path.add(words.take().text().substring(1));
        }
        return switch (term) {
            case Node.Field field -> new Node.Field(at, joined(field.path(), path));
            case Node.Variable variable -> new Node.Variable(at, joined(variable.path(), path));
            case Node.Constant _, Node.Nil _, Node.Dot _ ->
                    throw new TemplateException(
                            at, "unexpected . after term " + GoText.quoted(term.toString()));
            default -> new Node.Chain(at, term, List.copyOf(path));
        };
    }

    private static List<String> joined(List<String> a, List<String> b) {
        var all = new ArrayList<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    private @Nullable Node term() {
        Token token = words.peek();
        Node node =
                switch (token.kind()) {
                    case IDENTIFIER -> function(token);
                    case DOT -> new Node.Dot(token.at());
                    case NIL -> new Node.Nil(token.at());
                    case VARIABLE -> variable(token);
                    case FIELD -> new Node.Field(token.at(), List.of(token.text().substring(1)));
                    case BOOL ->
                            new Node.Constant(
                                    token.at(), token.text().equals("true"), token.text());
                    case STRING ->
                            new Node.Constant(token.at(), Cursor.unquoted(token), token.text());
                    case CHAR, NUMBER -> Numbers.constant(token);
                    case LEFT_PAREN -> null;
                    default -> null;
                };
        if (token.is(Kind.LEFT_PAREN)) {
            words.take();
            return pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
        }
        if (node != null) {
            words.take();
        }
        return node;
    }

    private static Node function(Token token) {
        if (!Functions.known(token.text())) {
            throw new TemplateException(
                    token.at(),
                    "function %s not defined%s"
                            .formatted(
                                    GoText.quoted(token.text()),
                                    Nearest.hint(token.text(), Functions.names())));
        }
        return new Node.Identifier(token.at(), token.text());
    }

    private Node variable(Token token) {
        if (!variables.contains(token.text())) {
            throw new TemplateException(
                    token.at(),
                    "undefined variable %s%s"
                            .formatted(
                                    GoText.quoted(token.text()),
                                    Nearest.hint(token.text(), variables)));
        }
        return new Node.Variable(token.at(), List.of(token.text()));
    }
}
