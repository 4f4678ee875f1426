package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.policy.NextTry.Failure;
import dev.holdfast.decision.domain.policy.NextTry.Kind;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads `on-failure:`.
final class FailureSection {
    private FailureSection() {}

    static List<NextTry> tries(YamlMap file, List<String> roles) {
        return file.list("on-failure").stream().map(v -> oneTry(v.map(), roles)).toList();
    }

    private static NextTry oneTry(YamlMap m, List<String> roles) {
        m.only("runbook", "verify", "ask", "after", "instead-of");
        long said = Stream.of("runbook", "verify", "ask").filter(m::has).count();
        if (said != 1 && !(m.has("runbook") && m.has("verify") && !m.has("ask"))) {
            m.self()
                    .problem(
                            "a next try says exactly one of 'runbook', 'verify' and 'ask'; 'verify'"
                                    + " beside 'runbook' is the stage that proves it");
        }
        Set<Failure> after =
                m.list("after").stream()
                        .map((YamlValue v) -> v.oneOf(Failure.class))
                        .collect(Collectors.toUnmodifiableSet());
        Set<String> insteadOf =
                m.list("instead-of").stream()
                        .map(YamlValue::text)
                        .collect(Collectors.toUnmodifiableSet());
        if (m.has("runbook")) {
            return new NextTry(
                    Kind.RUNBOOK,
                    m.text("runbook"),
                    List.of(),
                    after,
                    insteadOf,
                    m.textOrNull("verify"));
        }
        if (m.has("verify")) {
            if (after.contains(Failure.PLAN_REFUSED)) {
                m.self()
                        .problem(
                                "'verify' cannot answer plan-refused: nothing was rolled back then");
            }
            return new NextTry(Kind.VERIFY, m.text("verify"), List.of(), after, insteadOf, null);
        }
        List<String> asked = m.has("ask") ? Roles.read(m, "ask", roles) : List.of();
        return new NextTry(Kind.ASK, "", asked, after, insteadOf, null);
    }
}
