package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.KafkaLagCheck;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.domain.check.MailCheck;
import dev.holdfast.verifier.domain.check.PlaceTemplate;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The names that a `checks.yml` may use, while it is read.
final class Known {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final Set<String> ALWAYS = Set.of("system", "environment", Given.RUN);

    private final PackManifest manifest;
    private final Supplier<Optional<PackManifest>> lab;
    private final Map<String, TreeSet<String>> factsOf = new HashMap<>();
    private final Map<String, Asking> measured = new LinkedHashMap<>();
    private final Set<String> saved = new HashSet<>();
    private Registry<DatabaseTemplate> databases = Registry.none("database");
    private Registry<KubernetesCheck.Cluster> clusters = Registry.none("cluster");
    private Registry<KafkaLagCheck.Broker> brokers = Registry.none("broker");
    private Registry<MailCheck.Mailbox> mailboxes = Registry.none("mailbox");
    private Registry<PlaceTemplate> places = Registry.none("place");
    private Set<String> snapshots = Set.of();
    private @Nullable Registry<String> alerts;
    private String check = "";

    /// @param lab the manifest as it is in the pack's lab; empty without one
    Known(PackManifest manifest, Supplier<Optional<PackManifest>> lab) {
        this.manifest = manifest;
        this.lab = lab;
    }

    /// What the pack says of itself.
    PackManifest manifest() {
        return manifest;
    }

    /// The same in its lab; empty where it has none.
    Optional<PackManifest> lab() {
        return lab.get();
    }

    /// @param names of the alerting rules of the pack; empty where they cannot be told
    void alerts(Set<String> names) {
        Map<String, String> all = new LinkedHashMap<>();
        names.forEach(n -> all.put(n, n));
        alerts = names.isEmpty() ? null : new Registry<>("alerting rule of this pack", all);
    }

    /// A rule that is not there is reported at its place.
    void rule(YamlValue name) {
        if (alerts != null) {
            alerts.find(name);
        }
    }

    void databases(Map<String, DatabaseTemplate> all) {
        databases = new Registry<>("database", all);
    }

    Registry<DatabaseTemplate> databases() {
        return databases;
    }

    void clusters(Map<String, KubernetesCheck.Cluster> all) {
        clusters = new Registry<>("cluster", all);
    }

    Registry<KubernetesCheck.Cluster> clusters() {
        return clusters;
    }

    void brokers(Map<String, KafkaLagCheck.Broker> all) {
        brokers = new Registry<>("broker", all);
    }

    Registry<KafkaLagCheck.Broker> brokers() {
        return brokers;
    }

    void mailboxes(Map<String, MailCheck.Mailbox> all) {
        mailboxes = new Registry<>("mailbox", all);
    }

    Registry<MailCheck.Mailbox> mailboxes() {
        return mailboxes;
    }

    void places(Map<String, PlaceTemplate> all) {
        places = new Registry<>("place", all);
    }

    Registry<PlaceTemplate> places() {
        return places;
    }

    /// A value that the check being read needs to have been measured before.
    void measure(String name, Asking question) {
        measured.put(name, question);
    }

    Map<String, Asking> measured() {
        return measured;
    }

    /// Names that the check being read knows from here on.
    void saved(Set<String> names) {
        saved.addAll(names);
    }

    /// The name of the check that is being read.
    String check() {
        return check;
    }

    /// The check being read means something only within a verification.
    void needsVerification() {
        factsOf.computeIfAbsent(check, _ -> new TreeSet<>()).add("verification");
    }

    /// Reports a role that `pack.yml` does not name.
    void role(YamlValue v) {
        if (!manifest.roles().contains(v.text())) {
            v.problem(
                    "pack.yml names no role '%s'%s"
                            .formatted(v.text(), NearestName.hint(v.text(), manifest.roles())));
        }
    }

    @Nullable String templateOrNull(YamlMap m, String key) {
        YamlValue v = m.optional(key).orElse(null);
        return v == null ? null : template(v);
    }

    List<String> templates(YamlMap m, String key) {
        return m.list(key).stream().map(this::template).toList();
    }

    @Nullable String secretOrNull(YamlMap m, String key) {
        YamlValue v = m.optional(key).orElse(null);
        if (v != null) {
            secret(v, v.text());
        }
        return v == null ? null : v.text();
    }

    void snapshots(Set<String> names) {
        snapshots = names;
    }

    /// The check that is being read from here on.
    void reading(String name) {
        check = name;
        saved.clear();
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

    /// Whether a text uses what is known only while a verification, or an asking, is under way.
    boolean verificationFacts(String text) {
        TreeSet<String> used = new Variables(Map.of()).missing(text);
        used.retainAll(Given.factNames());
        used.removeAll(Set.of("system", "environment"));
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
        unknown.removeAll(saved);
        return unknown;
    }

    private void report(YamlValue v, String name) {
        TreeSet<String> names = new TreeSet<>(Given.factNames());
        names.addAll(saved);
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
