package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.AlertCheck;
import dev.holdfast.verifier.domain.check.Check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads `alert:` checks.
final class AlertReader {
    private AlertReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("alertmanager", "token", "rules", "labels", "alive");
        Map<String, String> labels = new LinkedHashMap<>();
        m.map("labels").entries().forEach((name, v) -> labels.put(name, known.template(v)));
        String url = known.templateOrNull(m, "alertmanager");
        if (url == null && (m.has("token") || m.has("alive"))) {
            m.self().problem("'token' and 'alive' are for another 'alertmanager'");
        }
        return Optional.of(
                new AlertCheck(
                        url,
                        known.secretOrNull(m, "token"),
                        m.texts("rules"),
                        labels,
                        m.textOrNull("alive")));
    }
}
