package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.executor.domain.words.Template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All of one `runbooks.yml`. What it allows still has its holes.
public record Runbooks(
        Map<String, Runbook> byName,
        List<Template> programs,
        List<Template> hosts,
        List<Template> folders) {
    public static final Runbooks NONE = new Runbooks(Map.of(), List.of(), List.of(), List.of());

    public Runbooks {
        byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        programs = List.copyOf(programs);
        hosts = List.copyOf(hosts);
        folders = List.copyOf(folders);
    }

    public Optional<Runbook> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// What is said of a runbook that is not there.
    public String unknown(String name) {
        return "the pack has no runbook '%s'%s"
                .formatted(name, NearestName.hint(name, byName.keySet()));
    }
}
