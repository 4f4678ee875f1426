package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.series.Labels;

import java.util.List;

/// The text of a label or annotation with `{{ }}` in it, read once when the rule is loaded.
public final class Template {

    /// What a template may name.
    public record Scope(Labels labels, Labels externalLabels, double value) {}

    private final String source;
    private final List<TemplatePart> parts;
    private final boolean namesValue;

    private Template(String source, List<TemplatePart> parts) {
        this.source = source;
        this.parts = parts;
        this.namesValue =
                source.contains("{{") && (source.contains("$value") || source.contains(".Value"));
    }

    /// @throws TemplateException where the text uses what Prometheus or we do not know
    public static Template parse(String source) {
        return new Template(
                source,
                source.contains("{{")
                        ? TemplateParser.parse(source)
                        : List.of(new TemplatePart.Literal(source)));
    }

    public String expand(Scope scope) {
        var out = new StringBuilder();
        for (TemplatePart part : parts) {
            part.write(out, scope);
        }
        return out.toString();
    }

    /// Two alerts with equal labels may have different texts, because the value is part of it.
    public boolean namesValue() {
        return namesValue;
    }

    public boolean plain() {
        return !source.contains("{{");
    }

    @Override
    public String toString() {
        return source;
    }
}
