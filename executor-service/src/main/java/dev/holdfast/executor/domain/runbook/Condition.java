package dev.holdfast.executor.domain.runbook;

import dev.holdfast.executor.domain.words.Bindings;
import dev.holdfast.executor.domain.words.Piece;
import dev.holdfast.executor.domain.words.Template;
import dev.holdfast.executor.domain.words.Words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// When a step is done at all: comparisons that must all hold. What rests on values known before is
/// decided when the plan is made, what rests on outputs of earlier steps when the step is reached.
///
///     ${component} == backend and ${to} != 1.3.0 and ${steps.look.answer} in [a, b]
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

    public Filled fill(Bindings bindings, Consumer<String> problems) {
        return new Filled(
                text,
                all.stream()
                        .map(c ->
                                new FilledComparison(
                                        c.left().fill(bindings, problems),
                                        c.wanted(),
                                        c.among().stream()
                                                .map(t -> t.fill(bindings, problems))
                                                .toList()))
                        .toList());
    }

    /// With everything filled in that was known when it was planned.
    public record Filled(String text, List<FilledComparison> all) {
        public Filled {
            all = List.copyOf(all);
        }

        /// Empty when it rests on an output that is not there.
        ///
        /// @param outputs of the steps before, by `step.output`
        public Optional<Boolean> holds(Map<String, String> outputs) {
            boolean unknown = false;
            for (FilledComparison c : all) {
                Optional<Boolean> one = c.holds(outputs);
                if (one.isPresent() && !one.get()) {
                    return one;
                }
                unknown |= one.isEmpty();
            }
            return unknown ? Optional.empty() : Optional.of(true);
        }
    }

    /// One comparison with its values.
    public record FilledComparison(Words left, boolean wanted, List<Words> among) {
        Optional<Boolean> holds(Map<String, String> outputs) {
            boolean known =
                    Stream.concat(Stream.of(left), among.stream())
                            .flatMap(w -> w.from(Piece.Origin.OUTPUT))
                            .allMatch(outputs::containsKey);
            if (!known) {
                return Optional.empty();
            }
            String value = real(left, outputs);
            return Optional.of(
                    among.stream().anyMatch(w -> real(w, outputs).equals(value)) == wanted);
        }

        private static String real(Words words, Map<String, String> outputs) {
            return words.real(
                    secret -> "${secret." + secret + "}", o -> outputs.getOrDefault(o, ""));
        }
    }

    private static List<Template> list(String text) {
        String inside = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        return Arrays.stream(inside.split(",")).map(String::strip).map(Template::new).toList();
    }
}
