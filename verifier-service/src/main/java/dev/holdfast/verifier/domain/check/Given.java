package dev.holdfast.verifier.domain.check;

import dev.holdfast.backbone.pack.Variables;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What is known when a check is asked: the pack's variables, the facts of this verification, and
/// the values that were measured before.
///
/// The pack's own values are written by its authors and go in as they are. Facts (`to`, `component`,
/// …) come from outside and are escaped for the place where they go.
///
/// @param settings variables of the pack and the environment
/// @param facts `system`, `environment`, `to`, `component`, `rollback`, `incident`, where known
/// @param snapshot values to compare with, by name: of before the rollback where there is one, else
///     the baseline
/// @param baseline values measured when a release last held
/// @param words what people and callbacks said, by check
public record Given(
        Map<String, String> settings,
        Map<String, String> facts,
        Map<String, String> snapshot,
        Map<String, String> baseline,
        Map<String, Told.Word> words) {
    /// One asking of one check has this name; the same after a restart in its middle.
    public static final String RUN = "run";

    /// The whole key, with the drill if it is one. Not for packs.
    public static final String SCOPE = "scope";

    private static final Set<String> FACTS =
            Set.of("system", "environment", "component", "to", "rollback", "incident", RUN);

    public Given {
        settings = Map.copyOf(settings);
        facts = Map.copyOf(facts);
        snapshot = Map.copyOf(snapshot);
        baseline = Map.copyOf(baseline);
        words = Map.copyOf(words);
    }

    public Given(
            Map<String, String> settings, Map<String, String> facts, Map<String, String> snapshot) {
        this(settings, facts, snapshot, Map.of(), Map.of());
    }

    /// With one fact more; it hides what has the same name.
    public Given and(String name, String value) {
        return and(Map.of(name, value));
    }

    public Given and(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(facts);
        all.putAll(more);
        return new Given(settings, all, snapshot, baseline, words);
    }

    /// With values to compare with.
    public Given compared(Map<String, String> before, Map<String, String> held) {
        return new Given(settings, facts, before, held, words);
    }

    /// With what has been said.
    public Given hearing(Map<String, Told.Word> said) {
        return new Given(settings, facts, snapshot, baseline, said);
    }

    /// With some settings of the pack set otherwise; these may use what was known before, and throw
    /// [Variables.Unknown] for what was not.
    public Given where(Map<String, String> otherwise) {
        Map<String, String> all = new HashMap<>(settings);
        otherwise.forEach((name, template) -> all.put(name, text(template)));
        return new Given(all, facts, snapshot, baseline, words);
    }

    /// Whose windows the detector is asked for: in a drill the drill's own, never production's.
    public String scope() {
        return facts.getOrDefault(SCOPE, text("${system}/${environment}"));
    }

    /// Every fact that a verification can know.
    public static Set<String> factNames() {
        return FACTS;
    }

    /// As it is; for texts that are compared or bound, not interpreted.
    /// Each of these throws [Variables.Unknown] for a variable that nothing defines.
    public String text(String template) {
        return fill(template, UnaryOperator.identity());
    }

    public String url(String template) {
        return fill(
                template, v -> URLEncoder.encode(v, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /// Inside a string of PromQL.
    public String promql(String template) {
        return fill(
                template, v -> v.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    }

    /// Inside a string of JSON.
    public String json(String template) {
        return fill(
                template,
                v -> {
                    String quoted = JsonBody.quoted(v);
                    return quoted.substring(1, quoted.length() - 1);
                });
    }

    /// A header's value; `${secret.name}` stays as it is for the asker to fill.
    public String header(String template) {
        return fill(template, v -> v.replaceAll("[\\r\\n\\x00]", " "));
    }

    private String fill(String template, UnaryOperator<String> escape) {
        Map<String, String> values = new HashMap<>(settings);
        facts.forEach((name, value) -> values.put(name, escape.apply(value)));
        for (String name : new Variables(values).missing(template)) {
            if (name.startsWith("secret.")) {
                values.put(name, "${" + name + "}");
            }
        }
        return new Variables(values).fill(template);
    }
}
