package dev.holdfast.executor.flow;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.domain.rollback.Mask;
import dev.holdfast.executor.domain.words.Piece;
import dev.holdfast.executor.domain.words.Value;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Opens the secrets that arguments name, for one use, with the masks that hide them afterwards. The
/// other secrets of the pack are opened to be hidden too: a step that reads a log may find there what
/// another has used.
final class Vault {
    /// A shorter secret that was not used is rather a word that stands everywhere.
    private static final int SHORTEST = 6;

    private final Secrets secrets;

    Vault(Secrets secrets) {
        this.secrets = secrets;
    }

    /// @param values by name
    /// @param mask of those that the arguments name, for what is compared later
    /// @param wide of all of the pack's, for what people read
    record Opened(Map<String, String> values, Mask mask, Mask wide) {
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
        Mask mask = Mask.of(values.values());
        references.keySet().stream()
                .filter(name -> !values.containsKey(name))
                .forEach(name ->
                        found(name, references)
                                .filter(value -> value.length() >= SHORTEST)
                                .ifPresent(value -> values.put(name, value)));
        return new Opened(values, mask, Mask.of(values.values()));
    }

    private Optional<String> found(String name, Map<String, SecretReference> references) {
        try {
            return Optional.of(secret(name, references));
        } catch (Secrets.Missing _) {
            return Optional.empty(); // what is not there cannot be told either
        }
    }

    private String secret(String name, Map<String, SecretReference> references) {
        SecretReference reference = references.get(name);
        if (reference == null) {
            throw new Secrets.Missing("the pack has no secret '%s'".formatted(name));
        }
        return secrets.resolve(name, reference);
    }
}
