package dev.holdfast.executor.domain.runbook;

import dev.holdfast.executor.domain.words.Bindings;
import dev.holdfast.executor.domain.words.Template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a step is done at all: comparisons that must all hold, decided when the plan is made.
///
///     ${component} == backend and ${to} != 1.3.0 and ${mode} in [a, b]
public record Condition(String text, List<Comparison> all) {
    private static final Pattern ONE =
            Pattern.compile("\\s*(\\S+)\\s+(==|!=|in)\\s+(\\[[^\\]]*]|\\S+)\\s*");

    /// @param among the texts that the left side is compared with
    public record Comparison(Template left, boolean wanted, List<Template> among) {}

    public Condition {
        all = List.copyOf(all);
    }

    /// Empty when `text` is none.
    public static Optional<Condition> parse(String text) {
        List<Comparison> all = new ArrayList<>();
        for (String part : text.split("\\s+and\\s+")) {
            Matcher m = ONE.matcher(part);
            if (!m.matches() || m.group(2).equals("in") != m.group(3).startsWith("[")) {
                return Optional.empty();
            }
            all.add(
                    new Comparison(
                            new Template(m.group(1)), !m.group(2).equals("!="), list(m.group(3))));
        }
        return Optional.of(new Condition(text, all));
    }

    public boolean holds(Bindings bindings, Consumer<String> problems) {
        return all.stream()
                .allMatch(c -> {
                    String left = c.left().fill(bindings, problems).shown();
                    boolean found =
                            c.among().stream()
                                    .anyMatch(t -> t.fill(bindings, problems).shown().equals(left));
                    return found == c.wanted();
                });
    }

    private static List<Template> list(String text) {
        String inside = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        return Arrays.stream(inside.split(",")).map(String::strip).map(Template::new).toList();
    }
}
