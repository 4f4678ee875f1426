package dev.holdfast.decision.domain.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition of decisions.yml, checked when the pack was loaded. It looks only at the values that
/// it is given, and its work is bounded by the limits of [Vocabulary].
public final class Condition {
    private static final Pattern UNDEFINED =
            Pattern.compile("(?:undefined field|undeclared reference to) '([^']+)'");

    private final String text;
    private final CelRuntime.Program program;
    private final SortedSet<String> paths;

    private final CelExpr tree;

    private Condition(
            String text, CelRuntime.Program program, CelExpr tree, SortedSet<String> paths) {
        this.text = text;
        this.program = program;
        this.tree = tree;
        this.paths = paths;
    }

    /// Reads and type-checks; what is wrong is reported where it stands in the file.
    public static Optional<Condition> compile(Vocabulary vocabulary, YamlValue at) {
        String text = at.text();
        if (text.isBlank()) {
            at.problem("a condition is needed here, such as: trigger.rule == \"HighErrorRate\"");
            return Optional.empty();
        }
        CelValidationResult result = vocabulary.cel().compile(text);
        if (result.hasError()) {
            report(result.getErrors(), text, vocabulary, at);
            return Optional.empty();
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            return Optional.of(
                    new Condition(
                            text.strip(),
                            vocabulary.cel().createProgram(tree),
                            tree.getExpr(),
                            Paths.in(tree.getExpr(), vocabulary.roots())));
        } catch (CelValidationException | CelEvaluationException e) {
            at.problem("this condition cannot be evaluated: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// The condition as it is written.
    public String text() {
        return text;
    }

    /// True for a condition that is always true, so that nothing after it is ever reached.
    public boolean always() {
        return text.equals("true");
    }

    /// True if it looks at this name, such as `assessment`, or at anything below it.
    public boolean uses(String root) {
        return Pattern.compile("\\b" + Pattern.quote(root) + "\\b").matcher(text).find();
    }

    /// What is known about when it is true, without evaluating it.
    public Meaning meaning() {
        return Meaning.of(tree);
    }

    public Outcome test(Map<String, Object> values) {
        try {
            Object answer = program.eval(values);
            if (answer instanceof Boolean b) {
                return b ? new Outcome.True() : new Outcome.False();
            }
            return new Outcome.Unclear(missing(values, "it gave no yes or no"));
        } catch (CelEvaluationException e) {
            return new Outcome.Unclear(missing(values, brief(e)));
        }
    }

    /// The values that the condition looks at, as texts for the explanation.
    public Map<String, String> seen(Map<String, Object> values) {
        Map<String, String> seen = new TreeMap<>();
        for (String path : paths) {
            Optional<Object> value = Paths.value(path, values);
            if (value.isEmpty()) {
                seen.put(path, "missing");
            } else if (!(value.get() instanceof Map)
                    && !(value.get() instanceof List<?> l && maps(l))) {
                seen.put(path, Values.show(value.get()));
            }
        }
        return seen;
    }

    private static boolean maps(Collection<?> list) {
        return list.stream().anyMatch(Map.class::isInstance);
    }

    private String missing(Map<String, Object> values, String otherwise) {
        List<String> gone = paths.stream().filter(p -> Paths.value(p, values).isEmpty()).toList();
        return gone.isEmpty() ? otherwise : String.join(" and ", gone) + " has no value";
    }

    private static String brief(CelEvaluationException e) {
        String message = e.getMessage() == null ? "unknown error" : e.getMessage();
        return message.replaceFirst("^evaluation error at <input>:\\d+: ", "");
    }

    private static void report(
            List<CelIssue> issues, String text, Vocabulary vocabulary, YamlValue at) {
        for (CelIssue issue : issues) {
            int line = Math.max(1, issue.getSourceLocation().getLine());
            int offset = Math.max(0, issue.getSourceLocation().getColumn());
            String[] lines = text.split("\n", -1);
            for (int i = 0; i < line - 1 && i < lines.length; i++) {
                offset += lines[i].length() + 1;
            }
            at.problemAt(offset, issue.getMessage().strip() + hint(issue, vocabulary));
        }
    }

    private static String hint(CelIssue issue, Vocabulary vocabulary) {
        Matcher m = UNDEFINED.matcher(issue.getMessage());
        if (!m.find()) {
            return issue.getMessage().toLowerCase(Locale.ROOT).contains("no matching overload")
                    ? " (both sides must be of one kind)"
                    : "";
        }
        return NearestName.to(m.group(1), vocabulary.known())
                .map(n -> ", did you mean '" + n + "'?")
                .orElse("");
    }
}
