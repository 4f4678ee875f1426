package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.List;

/// Reads names of roles, each of which pack.yml must have.
final class Roles {
    private Roles() {}

    static void check(YamlValue role, List<String> known) {
        if (!known.contains(role.text())) {
            role.problem(
                    "'%s' is no role of pack.yml%s"
                            .formatted(role.text(), NearestName.hint(role.text(), known)));
        }
    }

    /// At least one role.
    static List<String> read(YamlMap m, String key, List<String> known) {
        List<YamlValue> roles = m.required(key).list();
        roles.forEach(r -> check(r, known));
        if (roles.isEmpty() && m.has(key)) {
            m.required(key).problem("at least one role is needed");
        }
        return roles.stream().map(YamlValue::text).toList();
    }
}
