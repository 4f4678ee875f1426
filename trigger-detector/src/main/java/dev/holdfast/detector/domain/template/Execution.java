package dev.holdfast.detector.domain.template;

import dev.holdfast.detector.domain.template.GoValues.Nothing;
import dev.holdfast.detector.domain.template.GoValues.Samples;
import dev.holdfast.detector.domain.template.GoValues.Texts;
import dev.holdfast.detector.domain.template.GoValues.Things;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Writes one template out, as Go's `text/template` executes it.
final class Execution {

    private static final int DEEPEST = 100;
    private static final int LONGEST = 1 << 20;
    private static final int MOST_STEPS = 1_000_000;

    private final String name;
    private final String text;
    private final Map<String, List<Node>> defined;
    private final Terms terms;
    private final StringBuilder out = new StringBuilder();
    private Deque<Variable> variables = new ArrayDeque<>();
    private int depth;
    private int steps;
    private Node at = new Node.Dot(0);

    /// One name on the stack.
    private static final class Variable {
        final String name;
        Object value;

        Variable(String name, Object value) {
            this.name = name;
            this.value = value;
        }
    }

    /// How a list of nodes ended.
    private enum Outcome {
        DONE,
        BREAK,
        CONTINUE
    }

    Execution(String name, String text, Map<String, List<Node>> defined, Template.Scope scope) {
        this.name = name;
        this.text = text;
        this.defined = defined;
        this.terms = new Terms(this, scope);
    }

    /// @throws Failure worded as Go does
    String run(List<Node> root, Object data) {
        variables.push(new Variable("$", data));
        walk(root, data);
        return out.toString();
    }

    /// What is worked on now: where a failure happens.
    void at(Node node) {
        at = node;
    }

    /// A failure, with where it is.
    Failure failed(String message) {
        Node node = at;
        String before = text.substring(0, Math.min(node.at(), text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column =
                before.substring(before.lastIndexOf('\n') + 1)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        .length;
        return new Failure(
                "template: %s:%d:%d: executing %s at <%s>: %s"
                        .formatted(name, line, column, GoText.quoted(name), node, message));
    }

    private Outcome walk(List<Node> nodes, Object dot) {
        for (Node node : nodes) {
            if (++steps > MOST_STEPS || out.length() > LONGEST) {
                throw failed("the text grows beyond what one alert may say");
            }
            at(node);
            Outcome outcome = walk(node, dot);
            if (outcome != Outcome.DONE) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }

    private Outcome walk(Node node, Object dot) {
        switch (node) {
            case Node.Text(int _, String literal) -> out.append(literal);
            case Node.Action(int _, Node.Pipe pipe) -> {
                Object value = pipeline(dot, pipe);
                if (pipe.declared().isEmpty()) {
                    out.append(value == Nothing.NIL ? "<no value>" : Format.plain(value));
                }
            }
            case Node.Branch branch -> {
                return branch.word().equals("range") ? range(branch, dot) : choice(branch, dot);
            }
            case Node.Include include -> include(include, dot);
            case Node.Break _ -> {
                return Outcome.BREAK;
            }
            case Node.Continue _ -> {
                return Outcome.CONTINUE;
            }
            default -> throw failed("unknown node");
        }
        return Outcome.DONE;
    }

    private Outcome choice(Node.Branch branch, Object dot) {
        int mark = variables.size();
        Object value = pipeline(dot, branch.pipe());
        boolean truth = GoValues.truth(value);
        Object inner = truth && branch.word().equals("with") ? value : dot;
        Outcome outcome = walk(truth ? branch.body() : branch.otherwise(), inner);
        forget(mark);
        return outcome;
    }

    private Outcome range(Node.Branch branch, Object dot) {
        int mark = variables.size();
        Object over = pipeline(dot, branch.pipe());
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        spread(over, keys, values);
        Outcome outcome = Outcome.DONE;
        for (int i = 0; i < values.size() && outcome == Outcome.DONE; i++) {
            int inner = variables.size();
            name(branch.pipe(), keys.get(i), values.get(i));
            Outcome one = walk(branch.body(), values.get(i));
            forget(inner);
            outcome = one == Outcome.BREAK ? Outcome.BREAK : Outcome.DONE;
        }
        outcome = Outcome.DONE;
        if (values.isEmpty()) {
            outcome = walk(branch.otherwise(), dot);
        }
        forget(mark);
        return outcome;
    }

    private void spread(Object over, List<Object> keys, List<Object> values) {
        switch (over) {
            case Texts(Map<String, String> map) -> {
                keys.addAll(map.keySet());
                values.addAll(map.values());
            }
            case Things(Map<String, Object> map) -> {
                keys.addAll(map.keySet());
                values.addAll(map.values());
            }
            case Samples(List<GoValues.Sample> list) -> {
                values.addAll(list);
                for (long i = 0; i < list.size(); i++) {
                    keys.add(i);
                }
            }
            case Nothing _ -> {}
            default -> throw failed("range can't iterate over " + Format.plain(over));
        }
    }

    private void name(Node.Pipe pipe, Object key, Object value) {
        List<Node.Variable> declared = pipe.declared();
        if (declared.isEmpty()) {
            return;
        }
        if (declared.size() > 1) {
            bind(pipe, declared.get(0), key);
        }
        bind(pipe, declared.getLast(), value);
    }

    private void bind(Node.Pipe pipe, Node.Variable variable, Object value) {
        if (pipe.assigns()) {
            variable(variable).value = value;
        } else {
            variables.push(new Variable(variable.path().getFirst(), value));
        }
    }

    private void forget(int mark) {
        while (variables.size() > mark) {
            variables.pop();
        }
    }

    private Variable variable(Node.Variable node) {
        for (Variable variable : variables) {
            if (variable.name.equals(node.path().getFirst())) {
                return variable;
            }
        }
        throw failed("undefined variable: " + node.path().getFirst());
    }

    Object value(Node.Variable node) {
        return variable(node).value;
    }

    private void include(Node.Include include, Object dot) {
        List<Node> body = defined.get(include.name());
        if (body == null) {
            throw failed("template %s not defined".formatted(GoText.quoted(include.name())));
        }
        if (++depth > DEEPEST) {
            throw failed("exceeded maximum template depth (%d)".formatted(DEEPEST));
        }
        Node.@Nullable Pipe pipe = include.pipe();
        Object data = pipe == null ? Nothing.NIL : pipeline(dot, pipe);
        Deque<Variable> outer = variables;
        variables = new ArrayDeque<>();
        variables.push(new Variable("$", data));
        walk(body, data);
        variables = outer;
        depth--;
    }

    Object pipeline(Object dot, Node.Pipe pipe) {
        at(pipe);
        Object value = Terms.MISSING;
        for (Node.Command command : pipe.commands()) {
            value = terms.command(dot, command, value);
        }
        for (Node.Variable variable : pipe.declared()) {
            bind(pipe, variable, value);
        }
        return value;
    }
}
