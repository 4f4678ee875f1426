package dev.holdfast.detector.domain.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The text of a label or annotation with `{{ }}` in it: read once when the rule is loaded, written out for each alert
/// as Prometheus does, its error texts included.
public final class Template {

    private static final String VARIABLES =
            "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
                    + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    /// What a template may ask.
    public interface Queries {

        /// The elements of an instant vector.
        ///
        /// @throws RuntimeException with what is wrong with the question
        List<Found> ask(String expr, long at);
    }

    /// An element of the answer to `query`.
    public record Found(Map<String, String> labels, double value) {}

    /// What a template may name.
    ///
    /// @param labels those of the element, its metric name among them
    /// @param at when the rule was evaluated, milliseconds
    public record Scope(
            Map<String, String> labels,
            Map<String, String> externalLabels,
            String externalUrl,
            double value,
            long at,
            Asking queries) {

        public Scope(
                Map<String, String> labels,
                Map<String, String> externalLabels,
                double value,
                long at,
                Queries queries) {
            this(labels, externalLabels, "", value, at, new Asking(queries));
        }
    }

    /// Asks and words what goes wrong.
    record Asking(Queries queries) {

        GoValues.Samples ask(String expr, long at) {
            try {
                return new GoValues.Samples(
                        queries.ask(expr, at).stream()
                                .map(found ->
                                        new GoValues.Sample(
                                                Functions.texts(found.labels()), found.value()))
                                .toList());
            } catch (RuntimeException e) {
                throw new Failure(String.valueOf(e.getMessage()));
            }
        }
    }

    private final String name;
    private final String source;
    private final Reader.Tree tree;
    private final boolean changing;

    private Template(String name, String source, Reader.Tree tree) {
        this.name = name;
        this.source = source;
        this.tree = tree;
        this.changing = Changing.is(tree);
    }

    /// @param alert the name of the rule, for error texts
    /// @throws TemplateException where Prometheus would not take the text
    public static Template parse(String alert, String source) {
        if (!source.contains("{{")) {
            return new Template(
                    alert, source, new Reader.Tree(List.of(new Node.Text(0, source)), Map.of()));
        }
        try {
            return new Template(alert, source, Reader.read(VARIABLES + source));
        } catch (TemplateException e) {
            throw new TemplateException(
                    Math.max(0, e.offset() - VARIABLES.length()), String.valueOf(e.getMessage()));
        }
    }

    /// The text; where something fails, Prometheus' text that says so.
    public String expand(Scope scope) {
        if (plain()) {
            return source;
        }
        var data =
                new GoValues.Data(
                        new GoValues.Texts(new TreeMap<>(scope.labels())),
                        new GoValues.Texts(new TreeMap<>(scope.externalLabels())),
                        scope.externalUrl(),
                        scope.value());
        try {
            return new Execution("__alert_" + name, VARIABLES + source, tree.defined(), scope)
                    .run(tree.root(), data);
        } catch (Failure e) {
            return "<error expanding template: error executing template __alert_%s: %s>"
                    .formatted(name, e.words());
        }
    }

    /// Two alerts with equal labels may have different texts: the value, or what is asked, is part of it.
    public boolean changing() {
        return changing;
    }

    public boolean plain() {
        return !source.contains("{{");
    }

    @Override
    public String toString() {
        return source;
    }
}
