package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.condition.Condition;
import dev.holdfast.decision.domain.condition.Vocabulary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the rules of `authority:`.
final class AuthoritySection {
    private static final int MOST_PEOPLE = 10;

    private AuthoritySection() {}

    static List<AuthorityRule> rules(YamlMap file, List<String> roles, Vocabulary words) {
        List<AuthorityRule> rules = new ArrayList<>();
        for (YamlValue value : file.list("authority")) {
            rule(value.map(), roles, words).ifPresent(rules::add);
        }
        return List.copyOf(rules);
    }

    private static Optional<AuthorityRule> rule(YamlMap m, List<String> roles, Vocabulary words) {
        m.only("name", "when", "automatic", "ask", "not-deployer", "description");
        String name = m.text("name");
        boolean automatic = m.flag("automatic", false);
        List<Stage> stages = m.list("ask").stream().map(v -> stage(v.map(), roles)).toList();
        if (automatic && !stages.isEmpty()) {
            m.key("ask").problem("a rule is either automatic or asks people, not both");
        }
        if (!automatic && stages.isEmpty()) {
            m.self().problem("this rule neither is 'automatic: true' nor says whom to 'ask'");
        }
        boolean notDeployer = m.flag("not-deployer", false);
        return m.optional("when")
                .map(w -> Condition.compile(words, w))
                .orElseGet(AuthoritySection::always)
                .map(when -> new AuthorityRule(name, when, automatic, stages, notDeployer));
    }

    private static Stage stage(YamlMap m, List<String> roles) {
        m.only("roles", "number", "within");
        return new Stage(
                Roles.read(m, "roles", roles),
                (int) m.whole("number", 1, MOST_PEOPLE, 1),
                PolicyFile.positive(m, "within", Duration.ofMinutes(15)));
    }

    private static Optional<Condition> always() {
        return YamlFile.parse("default", "\"true\"", new Problems())
                .flatMap(v -> Condition.compile(Vocabulary.AUTHORITY, v));
    }
}
