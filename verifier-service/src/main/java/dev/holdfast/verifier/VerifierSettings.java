package dev.holdfast.verifier;

import io.micronaut.core.value.PropertyResolver;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What this service alone is told by its environment.
///
/// @param commands programs that `command` checks may run, by full path; HOLDFAST_CHECK_COMMANDS,
///     separated by commas; none by default
/// @param logs folders that `log` checks may read; HOLDFAST_CHECK_LOGS, separated by commas; none
///     by default
public record VerifierSettings(Set<String> commands, List<Path> logs) {
    static VerifierSettings from(PropertyResolver p) {
        return new VerifierSettings(
                new LinkedHashSet<>(list(p, "holdfast.check.commands")),
                list(p, "holdfast.check.logs").stream().map(Path::of).toList());
    }

    private static List<String> list(PropertyResolver p, String name) {
        String text = p.getProperty(name, String.class).orElse("");
        return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    }
}
