package dev.holdfast.executor.domain.runbook;

import java.util.List;

/// One argument that an action takes.
///
/// @param oneOf the only texts it may be; empty for any
public record ArgumentForm(String name, ArgumentType type, boolean required, List<String> oneOf) {
    public ArgumentForm {
        oneOf = List.copyOf(oneOf);
    }

    public static ArgumentForm needs(String name, ArgumentType type) {
        return new ArgumentForm(name, type, true, List.of());
    }

    public static ArgumentForm takes(String name, ArgumentType type) {
        return new ArgumentForm(name, type, false, List.of());
    }

    public static ArgumentForm choice(String name, String... oneOf) {
        return new ArgumentForm(name, ArgumentType.TEXT, false, List.of(oneOf));
    }
}
