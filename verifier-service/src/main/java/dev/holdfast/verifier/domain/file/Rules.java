package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.stage.Request;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One version of a pack as this service needs it.
public record Rules(String digest, PackManifest manifest, Checks checks) {

    /// Everything that is wrong with the pack for this service; empty for a good one.
    public static List<Problem> problems(PackFiles pack) {
        Problems problems = new Problems();
        PackManifest.read(pack, problems).ifPresent(m -> ChecksFile.read(pack, m, problems));
        return problems.all();
    }

    /// Empty for a pack with problems.
    public static Optional<Rules> read(PackFiles pack) {
        Problems problems = new Problems();
        Optional<Rules> rules =
                PackManifest.read(pack, problems)
                        .map(m -> new Rules(pack.digest(), m, ChecksFile.read(pack, m, problems)));
        return problems.none() ? rules : Optional.empty();
    }

    /// What checks of this environment may connect to.
    public Reach reach(String environment) {
        Variables variables = Variables.of(manifest, environment);
        return new Reach(
                checks.hosts().stream().map(h -> Reach.entry(variables.fill(h))).toList(),
                checks.networks().stream().map(Network::of).toList());
    }

    /// What a check knows. Without a request, as for standing checks, less is known.
    public Given given(Scope scope, @Nullable Request request) {
        Map<String, String> facts = new HashMap<>();
        facts.put("system", scope.system());
        facts.put("environment", scope.environment());
        facts.put(Given.SCOPE, scope.key());
        if (request != null) {
            put(facts, "incident", request.incident());
            put(facts, "rollback", request.rollback());
            if (request.release() != null) {
                facts.put("component", request.release().component());
                facts.put("to", request.release().version());
            }
        }
        Map<String, String> settings = Variables.of(manifest, scope.environment()).values();
        return new Given(settings, facts, Map.of());
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
