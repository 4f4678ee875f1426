package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.stage.Stage;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `checks.yml` says, by name and in the order of the file.
///
/// @param hosts entries of [Reach], with their variables still in
/// @param snapshots what is measured before a rollback; its question alone counts
/// @param variables by stage, set otherwise there: such as an internal address while customers are
///     shown a maintenance page
/// @param standing how often a check runs on its own
public record Checks(
        List<String> hosts,
        List<String> networks,
        Map<String, Asking> snapshots,
        Map<String, CheckSpec> checks,
        Map<String, Stage> stages,
        Map<String, Map<String, String>> variables,
        Map<String, Duration> standing) {
    /// For a pack without the file.
    public static final Checks NONE =
            new Checks(List.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    static final Duration SINGLE_WINDOW = Duration.ofSeconds(30);

    public Checks {
        hosts = List.copyOf(hosts);
        networks = List.copyOf(networks);
        snapshots = Collections.unmodifiableMap(new LinkedHashMap<>(snapshots));
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
        variables = Map.copyOf(variables);
        standing = Collections.unmodifiableMap(new LinkedHashMap<>(standing));
    }

    /// A stage by its name, or one made of the single check of that name.
    public Optional<Stage> stage(String name) {
        return Optional.ofNullable(stages.get(name))
                .or(() -> Optional.ofNullable(checks.get(name)).map(StageReader::single));
    }

    /// Variables that this stage sets otherwise.
    public Map<String, String> otherwise(String stage) {
        return variables.getOrDefault(stage, Map.of());
    }

    /// Why there is no such stage.
    public String noStage(String name) {
        return "checks.yml has no stage '%s'%s"
                .formatted(name, NearestName.hint(name, stages.keySet()));
    }
}
