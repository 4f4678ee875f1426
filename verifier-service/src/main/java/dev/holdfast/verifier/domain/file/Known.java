package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;
import dev.holdfast.verifier.domain.check.Given;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The names that a `checks.yml` may use, while it is read.
final class Known {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final Set<String> ALWAYS = Set.of("system", "environment");

    private final PackManifest manifest;
    private final Map<String, TreeSet<String>> factsOf = new HashMap<>();
    private Map<String, DatabaseTemplate> databases = Map.of();
    private Set<String> snapshots = Set.of();
    private String check = "";

    Known(PackManifest manifest) {
        this.manifest = manifest;
    }

    void databases(Map<String, DatabaseTemplate> all) {
        databases = all;
    }

    void snapshots(Set<String> names) {
        snapshots = names;
    }

    /// The check that is being read from here on.
    void reading(String name) {
        check = name;
    }

    /// Variables of each environment.
    List<Variables> settings() {
        return manifest.environments().keySet().stream()
                .map(environment -> Variables.of(manifest, environment))
                .toList();
    }

    /// A text with variables, every one of which must be known in every environment.
    String template(YamlValue v) {
        missing(v, v.text());
        return v.text();
    }

    /// The same where secrets may stand too.
    String secretTemplate(YamlValue v) {
        String text = v.text();
        for (String name : unknown(text)) {
            if (name.startsWith("secret.")) {
                secret(v, name.substring("secret.".length()));
            } else {
                report(v, name);
            }
        }
        return text;
    }

    boolean missing(YamlValue v, String text) {
        Set<String> unknown = unknown(text);
        unknown.forEach(name -> report(v, name));
        TreeSet<String> used = new TreeSet<>(Given.factNames());
        used.retainAll(new Variables(Map.of()).missing(text));
        used.removeAll(ALWAYS);
        factsOf.computeIfAbsent(check, _ -> new TreeSet<>()).addAll(used);
        return !unknown.isEmpty();
    }

    /// Whether a text uses what only a verification knows.
    boolean facts(String text) {
        TreeSet<String> used = new Variables(Map.of()).missing(text);
        used.retainAll(Given.factNames());
        return !used.isEmpty();
    }

    boolean needsRelease(String name) {
        return !factsOf.getOrDefault(name, new TreeSet<>()).isEmpty();
    }

    String releaseFacts(String name) {
        return factsOf.getOrDefault(name, new TreeSet<>()).stream()
                .map(fact -> "${" + fact + "}")
                .collect(Collectors.joining(", "));
    }

    private Set<String> unknown(String text) {
        TreeSet<String> unknown = new TreeSet<>();
        for (Variables variables : settings()) {
            unknown.addAll(variables.missing(text));
        }
        unknown.removeAll(Given.factNames());
        return unknown;
    }

    private void report(YamlValue v, String name) {
        TreeSet<String> names = new TreeSet<>(Given.factNames());
        settings().forEach(s -> names.addAll(s.values().keySet()));
        v.problem(
                names.contains(name)
                        ? "variable '%s' is not set in every environment".formatted(name)
                        : "unknown variable '%s'%s".formatted(name, NearestName.hint(name, names)));
    }

    /// Reports a secret that `pack.yml` does not name.
    void secret(YamlValue v, String name) {
        if (!manifest.secrets().containsKey(name)) {
            v.problem(
                    "pack.yml names no secret '%s'%s"
                            .formatted(name, NearestName.hint(name, manifest.secrets().keySet())));
        }
    }

    @Nullable DatabaseTemplate database(YamlValue v) {
        DatabaseTemplate found = databases.get(v.text());
        if (found == null && !v.text().isEmpty()) {
            v.problem(
                    "no database is called '%s'%s"
                            .formatted(v.text(), NearestName.hint(v.text(), databases.keySet())));
        }
        return found;
    }

    void snapshot(YamlValue v) {
        if (!v.text().isEmpty() && !snapshots.contains(v.text())) {
            v.problem(
                    "no snapshot value is called '%s'%s"
                            .formatted(v.text(), NearestName.hint(v.text(), snapshots)));
        }
    }

    /// Names of checks, stages and snapshots become part of events and series.
    void name(YamlValue key, String name) {
        if (!name.matches(NAME)) {
            key.problem(
                    "'%s' is no name: use lower-case letters, digits and '-', at most 63"
                            .formatted(name));
        }
    }
}
