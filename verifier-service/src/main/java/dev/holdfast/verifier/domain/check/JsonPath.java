package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.ArrayList;
import java.util.List;

/// A plain path into JSON: `$.status`, `$.items[0].id`, `$["odd name"]`, `$.items.length()`.
/// One path names at most one value; wildcards and filters are refused.
///
/// @param written as the author wrote it
public record JsonPath(String written, List<Step> steps) {
    /// One step into a value.
    sealed interface Step {}

    record Key(String name) implements Step {}

    record Index(int at) implements Step {}

    record Length() implements Step {}

    /// A path that cannot be read; `at` counts characters from 0.
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final int at;

        Unreadable(int at, String message) {
            super(message);
            this.at = at;
        }

        public int at() {
            return at;
        }
    }

    public JsonPath {
        steps = List.copyOf(steps);
    }

    public static JsonPath parse(String text) throws Unreadable {
        return new JsonPath(text, new Reader(text).steps());
    }

    /// The value, or a missing node.
    JsonNode in(JsonNode root) {
        JsonNode node = root;
        for (Step step : steps) {
            node =
                    switch (step) {
                        case Key(String name) -> node.path(name);
                        case Index(int at) -> node.path(at);
                        case Length() ->
                                node.isArray() || node.isObject()
                                        ? com.fasterxml.jackson.databind.node.IntNode.valueOf(
                                                node.size())
                                        : MissingNode.getInstance();
                    };
        }
        return node;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Step> steps() throws Unreadable {
            List<Step> steps = new ArrayList<>();
            if (text.startsWith("$")) {
                at = 1;
            } else {
                steps.add(name());
            }
            while (at < text.length()) {
                switch (text.charAt(at)) {
                    case '.' -> {
                        at++;
                        steps.add(name());
                    }
                    case '[' -> steps.add(bracket());
                    default -> throw new Unreadable(at, "expected '.' or '[' in a JSON path");
                }
            }
            return steps;
        }

        private Step name() throws Unreadable {
            int from = at;
            while (at < text.length() && ".[]".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String name = text.substring(from, at);
            if (name.isEmpty() || name.equals("*")) {
                throw new Unreadable(from, "expected a name; a path names exactly one value");
            }
            return name.equals("length()") ? new Length() : new Key(name);
        }

        private Step bracket() throws Unreadable {
            int close = text.indexOf(']', at);
            if (close < 0) {
                throw new Unreadable(at, "'[' is not closed");
            }
            String inside = text.substring(at + 1, close);
            int from = at + 1;
            at = close + 1;
            if (inside.matches("\\d{1,6}")) {
                return new Index(Integer.parseInt(inside));
            }
            if (inside.matches("\"[^\"]*\"|'[^']*'")) {
                return new Key(inside.substring(1, inside.length() - 1));
            }
            throw new Unreadable(from, "expected a number or a quoted name between '[' and ']'");
        }
    }
}
