package dev.holdfast.detector.domain.template;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Collectors;

/// A piece of a template as it was read. `toString` gives it back as Go does, for its messages.
sealed interface Node {

    /// Its offset in the text.
    int at();

    record Text(int at, String text) implements Node {
        @Override
        public String toString() {
            return text;
        }
    }

    record Action(int at, Pipe pipe) implements Node {
        @Override
        public String toString() {
            return "{{" + pipe + "}}";
        }
    }

    /// `if`, `with` or `range`.
    record Branch(int at, String word, Pipe pipe, List<Node> body, List<Node> otherwise)
            implements Node {
        @Override
        public String toString() {
            return "{{%s %s}}%s%s{{end}}"
                    .formatted(
                            word,
                            pipe,
                            joined(body),
                            otherwise.isEmpty() ? "" : "{{else}}" + joined(otherwise));
        }
    }

    /// `end` or `else`, which belong to whoever reads the list.
    record Mark(int at, String word) implements Node {
        @Override
        public String toString() {
            return "{{" + word + "}}";
        }
    }

    record Break(int at) implements Node {
        @Override
        public String toString() {
            return "{{break}}";
        }
    }

    record Continue(int at) implements Node {
        @Override
        public String toString() {
            return "{{continue}}";
        }
    }

    record Include(int at, String name, @Nullable Pipe pipe) implements Node {
        @Override
        public String toString() {
            return "{{template " + GoText.quoted(name) + (pipe == null ? "" : " " + pipe) + "}}";
        }
    }

    /// `$a, $b := one | two`.
    record Pipe(int at, boolean assigns, List<Variable> declared, List<Command> commands)
            implements Node {
        @Override
        public String toString() {
            String names =
                    declared.isEmpty()
                            ? ""
                            : declared.stream()
                                            .map(Variable::toString)
                                            .collect(Collectors.joining(", "))
                                    + (assigns ? " = " : " := ");
            return names
                    + commands.stream().map(Command::toString).collect(Collectors.joining(" | "));
        }
    }

    record Command(int at, List<Node> words) implements Node {
        @Override
        public String toString() {
            return words.stream()
                    .map(word -> word instanceof Pipe ? "(" + word + ")" : word.toString())
                    .collect(Collectors.joining(" "));
        }
    }

    record Identifier(int at, String name) implements Node {
        @Override
        public String toString() {
            return name;
        }
    }

    /// `$name.field.field`; the first of `path` is the name with its `$`.
    record Variable(int at, List<String> path) implements Node {
        @Override
        public String toString() {
            return String.join(".", path);
        }
    }

    record Field(int at, List<String> path) implements Node {
        @Override
        public String toString() {
            return "." + String.join(".", path);
        }
    }

    /// `(pipe).field`.
    record Chain(int at, Node of, List<String> path) implements Node {
        @Override
        public String toString() {
            return (of instanceof Pipe ? "(" + of + ")" : of.toString())
                    + "."
                    + String.join(".", path);
        }
    }

    record Dot(int at) implements Node {
        @Override
        public String toString() {
            return ".";
        }
    }

    record Nil(int at) implements Node {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /// A literal: `value` is a text, a truth, a whole number or a number.
    record Constant(int at, Object value, String source) implements Node {
        @Override
        public String toString() {
            return source;
        }
    }

    private static String joined(List<Node> nodes) {
        return nodes.stream().map(Node::toString).collect(Collectors.joining());
    }
}
