package dev.holdfast.decision.domain.policy;

import dev.cel.common.types.CelType;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.condition.Vocabulary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `decisions.yml`, and reports everything in it that is wrong, with its place.
public final class PolicyFile {
    public static final String NAME = "decisions.yml";

    private static final String[] KEYS = {
        "mode",
        "holds-after",
        "holds-verify",
        "checklists",
        "follow-ups",
        "planning",
        "rolling-back",
        "verify",
        "watch-after",
        "clear-within",
        "signals",
        "signals-stand",
        "facts",
        "assess",
        "automatic-window",
        "fix-forward",
        "windows",
        "on-duty",
        "substitutes",
        "break-glass",
        "matrix",
        "authority",
        "limits",
        "on-failure",
        "escalation",
        "groups",
        "follows",
        "description"
    };

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LEAST = Duration.ofMillis(1);

    private PolicyFile() {}

    /// The policy of a pack; usable only if `problems` has none.
    public static Optional<Policy> read(PackFiles pack, Problems problems) {
        Optional<PackManifest> manifest = PackManifest.read(pack, problems);
        Optional<String> text = pack.file(NAME);
        if (text.isEmpty()) {
            problems.add(NAME, 1, 1, "the pack has no decisions.yml");
        }
        Optional<YamlValue> root = text.flatMap(t -> YamlFile.parse(NAME, t, problems));
        if (manifest.isEmpty() || root.isEmpty()) {
            return Optional.empty();
        }
        Policy policy = policy(pack.digest(), manifest.get(), root.get().map());
        return problems.none() ? Optional.of(policy) : Optional.empty();
    }

    private static Policy policy(String digest, PackManifest manifest, YamlMap m) {
        m.only(KEYS);
        YamlMap verify = m.map("verify").only("stage", "within");
        Map<String, FactQuestion> facts = FactsSection.facts(m);
        Map<String, CelType> asked = FactsSection.types(facts);
        Map<String, Group> groups = GroupsSection.groups(m, manifest);
        GroupsSection.named(m, groups);
        List<String> lowestFirst = new ArrayList<>(manifest.roles()).reversed();
        return new Policy(
                manifest.system(),
                digest,
                modes(m, manifest),
                m.duration("holds-after", Policy.HOLDS_AFTER),
                positive(m, "planning", Duration.ofSeconds(10)),
                positive(m, "rolling-back", MINUTE.multipliedBy(30)),
                verify.text("stage", "immediate"),
                positive(verify, "within", MINUTE.multipliedBy(5)),
                m.duration("watch-after", MINUTE.multipliedBy(15)),
                m.duration("clear-within", MINUTE.multipliedBy(15)),
                Set.copyOf(m.texts("signals")),
                m.duration("signals-stand", MINUTE.multipliedBy(60)),
                facts,
                PeopleSection.assess(m),
                PeopleSection.window(m),
                PeopleSection.fixForward(m),
                MatrixSection.rows(m, manifest, Vocabulary.MATRIX.with(asked)),
                AuthoritySection.rules(m, manifest.roles(), Vocabulary.AUTHORITY.with(asked)),
                LimitsSection.limits(m),
                FailureSection.tries(m, manifest.roles()),
                escalation(m, manifest.roles(), lowestFirst),
                manifest.roles(),
                manifest.people(),
                DutySection.duty(m, manifest),
                DutySection.breakGlass(m, manifest),
                ChoresSection.chores(m, manifest.roles()),
                m.textOrNull("holds-verify"),
                groups,
                GroupsSection.follows(m));
    }

    private static Map<String, Mode> modes(YamlMap m, PackManifest manifest) {
        Map<String, Mode> modes = new LinkedHashMap<>();
        Optional<YamlValue> mode = m.optional("mode");
        if (mode.isEmpty()) {
            return modes;
        }
        if (!mode.get().isMap()) {
            modes.put("*", mode.get().oneOf(Mode.class));
            return modes;
        }
        YamlMap byEnvironment = mode.get().map();
        byEnvironment.only(manifest.environments().keySet().toArray(String[]::new));
        byEnvironment.entries().forEach((e, v) -> modes.put(e, v.oneOf(Mode.class)));
        return modes;
    }

    private static Escalation escalation(YamlMap m, List<String> known, List<String> lowestFirst) {
        YamlMap e = m.map("escalation").only("remind", "roles");
        List<YamlValue> roles = e.list("roles");
        roles.forEach(r -> Roles.check(r, known));
        return new Escalation(
                positive(e, "remind", MINUTE.multipliedBy(30)),
                roles.isEmpty() ? lowestFirst : roles.stream().map(YamlValue::text).toList());
    }

    /// A duration that must not be zero, since a state's deadline hangs on it.
    static Duration positive(YamlMap m, String key, Duration otherwise) {
        Duration d = m.duration(key, otherwise);
        if (d.compareTo(LEAST) < 0) {
            m.optional(key).ifPresent(v -> v.problem("'" + key + "' must be longer than 0s"));
            return otherwise;
        }
        return d;
    }
}
