package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.condition.Condition;
import dev.holdfast.decision.domain.condition.Vocabulary;
import dev.holdfast.decision.domain.policy.Stage.Kind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the rules of `authority:`.
final class AuthoritySection {
    private static final int MOST_PEOPLE = 10;
    private static final Duration USUAL = Duration.ofMinutes(15);

    private final List<String> roles;
    private final Vocabulary words;

    private AuthoritySection(List<String> roles, Vocabulary words) {
        this.roles = roles;
        this.words = words;
    }

    static List<AuthorityRule> rules(YamlMap file, List<String> roles, Vocabulary words) {
        AuthoritySection section = new AuthoritySection(roles, words);
        List<AuthorityRule> rules = new ArrayList<>();
        for (YamlValue value : file.list("authority")) {
            section.rule(value.map()).ifPresent(rules::add);
        }
        return List.copyOf(rules);
    }

    private Optional<AuthorityRule> rule(YamlMap m) {
        m.only("name", "when", "automatic", "ask", "stages", "not-deployer", "description");
        String name = m.text("name");
        boolean automatic = m.flag("automatic", false);
        boolean all = m.has("stages");
        List<StageRule> stages =
                Stream.concat(
                                m.list("ask").stream().map(v -> asked(v.map())),
                                m.list("stages").stream().map(v -> stage(v.map())))
                        .toList();
        long said = Stream.of(automatic, m.has("ask"), all).filter(b -> b).count();
        if (said > 1) {
            m.self().problem("a rule is either automatic or asks people, not both");
        }
        if (!automatic && stages.isEmpty()) {
            m.self().problem("this rule neither is 'automatic: true' nor says whom to 'ask'");
        }
        if (all && stages.stream().allMatch(AuthoritySection::agreesNever)) {
            m.key("stages").problem("at least one stage must 'do: confirm' or 'do: approve'");
        }
        boolean notDeployer = m.flag("not-deployer", false);
        return m.optional("when")
                .map(w -> Condition.compile(words, w))
                .orElseGet(AuthoritySection::always)
                .map(when -> new AuthorityRule(name, when, automatic, stages, all, notDeployer));
    }

    private static boolean agreesNever(StageRule rule) {
        return rule.stage().kind() == Kind.ACKNOWLEDGE || rule.stage().kind() == Kind.INFORM;
    }

    private StageRule asked(YamlMap m) {
        m.only("roles", "number", "within");
        return new StageRule(stage(m, Kind.APPROVE), null);
    }

    private StageRule stage(YamlMap m) {
        m.only("level", "do", "roles", "number", "within", "when", "others");
        Kind kind = m.optional("do").map(v -> v.oneOf(Kind.class)).orElse(Kind.APPROVE);
        Condition when = m.optional("when").flatMap(w -> Condition.compile(words, w)).orElse(null);
        return new StageRule(stage(m, kind), when);
    }

    private Stage stage(YamlMap m, Kind kind) {
        return new Stage(
                kind,
                Roles.read(m, "roles", roles),
                (int) m.whole("number", 1, MOST_PEOPLE, 1),
                PolicyFile.positive(m, "within", USUAL),
                m.flag("others", false));
    }

    private static Optional<Condition> always() {
        return YamlFile.parse("default", "\"true\"", new Problems())
                .flatMap(v -> Condition.compile(Vocabulary.AUTHORITY, v));
    }
}
