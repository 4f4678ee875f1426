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
        if (url != null && !m.has("alive")) {
            m.self()
                    .problem(
                            "'alive' is missing: the name of an alert that always fires, such as"
                                    + " Watchdog; without it an Alertmanager that hears nothing"
                                    + " looks like one with nothing to tell");
        }
        if (url == null) {
            m.list("rules").forEach(known::rule);
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
