package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.executor.domain.words.Bindings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which variables a runbook may use, known before any rollback: names count, values do not.
final class PackVariables {
    /// What every rollback brings.
    static final List<String> BUILT_IN = List.of("from", "to", "component", "rollback", "incident");

    private final Map<String, String> pack = new HashMap<>();
    private final Set<String> secrets;

    PackVariables(Optional<PackManifest> manifest) {
        this.secrets = manifest.map(m -> m.secrets().keySet()).orElse(Set.of());
        manifest.ifPresent(m -> {
            pack.putAll(m.variables());
            m.environments().values().forEach(e -> pack.putAll(e.variables()));
        });
    }

    Bindings pack() {
        return new Bindings(pack, Map.of(), secrets, Set.of());
    }

    Bindings with(List<Parameter> parameters) {
        Map<String, String> given = new HashMap<>();
        BUILT_IN.forEach(name -> given.put(name, ""));
        parameters.forEach(p -> given.put(p.name(), ""));
        return new Bindings(pack, given, secrets, Set.of());
    }
}
