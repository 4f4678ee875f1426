package dev.holdfast.backbone.pack;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What `pack.yml` says: who and what the pack is about.
///
/// @param system the name of the system
/// @param environments by name
/// @param roles in order of authority, highest first
/// @param variables usable in the other files as `${name}`
/// @param secrets where secrets are found, by name; resolved at the moment of use
/// @param lateness how late samples may come and still count
/// @param lab where its drills act; null when they only plan
public record PackManifest(
        String system,
        String owner,
        Map<String, Environment> environments,
        List<String> roles,
        List<Person> people,
        Map<String, String> variables,
        Map<String, SecretReference> secrets,
        Duration lateness,
        @Nullable Lab lab) {

    private static final Duration MOST_LATENESS = Duration.ofSeconds(30);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /// Where the pack's drills act; [LabPack] is the pack as it is there.
    ///
    /// @param pace how many times faster time runs there
    public record Lab(int pace, Map<String, SecretReference> secrets) {}

    /// @param match labels that a series must carry to belong here, each a fully anchored pattern
    /// @param components what is rolled back as parts of the system
    /// @param scrape Prometheus endpoints to read, for teams with nothing else
    /// @param watch workloads whose image tells of deployments, for teams whose CI does not
    public record Environment(
            String name,
            Map<String, String> match,
            List<String> components,
            List<Scrape> scrape,
            List<ImageWatch> watch,
            Map<String, String> variables) {}

    /// @param url where the metrics are
    /// @param every how often, at least 100 ms
    /// @param labels added to every series, `job` and `instance` among them
    public record Scrape(String url, Duration every, Map<String, String> labels) {}

    /// @param roles what this person may speak for
    /// @param slack member id in Slack, for who answers there
    public record Person(
            String name, List<String> roles, @Nullable String email, @Nullable String slack) {}

    /// Never the secret itself: `env:NAME` or `file:PATH` of the service that uses it.
    public record SecretReference(String kind, String where) {}

    /// Reads `pack.yml`; what is wrong is in `problems`, and the answer is usable only if nothing is.
    public static Optional<PackManifest> read(PackFiles pack, Problems problems) {
        Optional<String> text = pack.file("pack.yml");
        if (text.isEmpty()) {
            problems.add("pack.yml", 1, 1, "the pack has no pack.yml");
            return Optional.empty();
        }
        return YamlFile.parse("pack.yml", text.get(), problems).map(v -> manifest(v.map()));
    }

    private static PackManifest manifest(YamlMap m) {
        m.only(
                "system",
                "owner",
                "environments",
                "roles",
                "people",
                "variables",
                "secrets",
                "lateness",
                "review",
                "description",
                "lab");
        Map<String, Environment> environments = new LinkedHashMap<>();
        m.required("environments")
                .map()
                .entries()
                .forEach((name, v) -> environments.put(name(v, name), environment(name, v.map())));
        List<String> roles = m.texts("roles");
        Map<String, SecretReference> secrets = new LinkedHashMap<>();
        m.map("secrets").entries().forEach((name, v) -> secrets.put(name, secret(v)));
        YamlValue system = m.required("system");
        return new PackManifest(
                name(system, system.text()),
                m.text("owner", ""),
                environments,
                roles,
                m.list("people").stream().map(v -> person(v.map(), Set.copyOf(roles))).toList(),
                m.map("variables").textEntries(),
                secrets,
                lateness(m),
                lab(m));
    }

    /// A drill never resolves production's targets, so the lab names a value for every variable.
    private static @Nullable Lab lab(YamlMap m) {
        Optional<YamlValue> value = m.optional("lab");
        if (value.isEmpty()) {
            return null;
        }
        YamlMap lab = value.get().map();
        lab.only("pace", "variables", "secrets", "scrape", "match", "description");
        Set<String> own = lab.map("variables").entries().keySet();
        m.map("variables")
                .entries()
                .keySet()
                .forEach(name -> {
                    if (!own.contains(name)) {
                        value.get()
                                .problem(
                                        "the lab needs its own value of the variable '%s': a drill"
                                                        .formatted(name)
                                                + " never uses production's");
                    }
                });
        Map<String, SecretReference> secrets = new LinkedHashMap<>();
        lab.map("secrets").entries().forEach((name, v) -> secrets.put(name, secret(v)));
        return new Lab((int) lab.whole("pace", 1, Pace.MOST, 1), secrets);
    }

    private static Duration lateness(YamlMap m) {
        Duration lateness = m.duration("lateness", Duration.ZERO);
        if (lateness.compareTo(MOST_LATENESS) > 0) {
            m.required("lateness")
                    .problem(
                            "lateness is at most 30s: a trigger that is not restated for 90s is"
                                    + " unknown, and every trigger comes so much later");
        }
        return lateness;
    }

    private static Environment environment(String name, YamlMap m) {
        m.only("match", "components", "scrape", "watch", "variables", "description");
        return new Environment(
                name,
                m.map("match").textEntries(),
                m.texts("components"),
                m.list("scrape").stream().map(v -> scrape(v.map())).toList(),
                m.list("watch").stream().map(v -> ImageWatch.read(v.map())).toList(),
                m.map("variables").textEntries());
    }

    private static Scrape scrape(YamlMap m) {
        m.only("url", "every", "labels");
        Duration every = m.duration("every", Duration.ofSeconds(1));
        if (every.compareTo(Duration.ofMillis(100)) < 0) {
            m.required("every").problem("scraping more often than every 100ms is not possible");
        }
        return new Scrape(m.text("url"), every, m.map("labels").textEntries());
    }

    private static Person person(YamlMap m, Set<String> roles) {
        m.only("name", "roles", "email", "slack");
        for (YamlValue role : m.list("roles")) {
            if (!roles.contains(role.text())) {
                role.problem(
                        "'%s' is no role of this pack%s"
                                .formatted(role.text(), NearestName.hint(role.text(), roles)));
            }
        }
        return new Person(
                m.text("name"), m.texts("roles"), m.textOrNull("email"), m.textOrNull("slack"));
    }

    private static SecretReference secret(YamlValue v) {
        String[] parts = v.text().split(":", 2);
        if (parts.length == 2 && (parts[0].equals("env") || parts[0].equals("file"))) {
            return new SecretReference(parts[0], parts[1]);
        }
        v.problem("a secret is named as env:NAME or file:PATH, never written here");
        return new SecretReference("env", "");
    }

    private static String name(YamlValue v, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            v.problem(
                    "'%s' is no name: use lower-case letters, digits and '-', at most 63"
                            .formatted(name));
        }
        return name;
    }
}
