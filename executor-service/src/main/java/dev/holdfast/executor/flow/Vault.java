package dev.holdfast.executor.flow;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.domain.rollback.Mask;
import dev.holdfast.executor.domain.words.Piece;
import dev.holdfast.executor.domain.words.Value;

import java.util.HashMap;
import java.util.Map;

/// Opens the secrets that arguments name, for one use, with the mask that hides them afterwards.
final class Vault {
    private final Secrets secrets;

    Vault(Secrets secrets) {
        this.secrets = secrets;
    }

    /// @param values by name
    record Opened(Map<String, String> values, Mask mask) {
        @Override
        public String toString() {
            return "Opened[" + values.keySet() + "]";
        }
    }

    /// Throws [Secrets.Missing] when one is not to be found.
    Opened open(Map<String, Value> with, Map<String, SecretReference> references) {
        Map<String, String> values = new HashMap<>();
        with.values().stream()
                .flatMap(Value::all)
                .flatMap(words -> words.from(Piece.Origin.SECRET))
                .distinct()
                .forEach(name -> values.put(name, secret(name, references)));
        return new Opened(values, Mask.of(values.values()));
    }

    private String secret(String name, Map<String, SecretReference> references) {
        SecretReference reference = references.get(name);
        if (reference == null) {
            throw new Secrets.Missing("the pack has no secret '%s'".formatted(name));
        }
        return secrets.resolve(name, reference);
    }
}
