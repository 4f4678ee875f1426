package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// What a section of `checks.yml` declares, to be used by name in the checks.
///
/// @param what the kind of thing, for messages
record Registry<T>(String what, Map<String, T> all) {
    static <T> Registry<T> none(String what) {
        return new Registry<>(what, Map.of());
    }

    /// An unknown name is reported at its place.
    @Nullable T find(YamlValue name) {
        T found = all.get(name.text());
        if (found == null && !name.text().isEmpty()) {
            name.problem(
                    "no %s is called '%s'%s"
                            .formatted(
                                    what,
                                    name.text(),
                                    NearestName.hint(name.text(), all.keySet())));
        }
        return found;
    }
}
