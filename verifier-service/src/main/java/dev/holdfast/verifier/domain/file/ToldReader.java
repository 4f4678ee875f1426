package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.AttestedCheck;
import dev.holdfast.verifier.domain.check.CallbackCheck;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.Expectation;
import dev.holdfast.verifier.domain.check.JsonPath;

import java.util.Map;
import java.util.Optional;

/// Reads `attested:` and `callback:` checks, which wait for somebody to say something.
final class ToldReader {
    private ToldReader() {}

    static Optional<Check> attested(YamlMap m, Known known) {
        m.only("question", "roles");
        for (YamlValue role : m.list("roles")) {
            known.role(role);
        }
        known.needsVerification();
        return Optional.of(new AttestedCheck(known.check(), m.text("question"), m.texts("roles")));
    }

    static Optional<Check> callback(YamlMap m, Known known) {
        m.only("json");
        Map<JsonPath, Expectation> json = HttpReader.expectations(m.map("json"), known);
        known.needsVerification();
        return Optional.of(new CallbackCheck(known.check(), json));
    }
}
