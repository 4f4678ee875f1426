package dev.holdfast.executor.domain.words;

import dev.holdfast.backbone.pack.NearestName;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the holes of a runbook may be filled with.
///
/// @param pack variables of the pack, as its author wrote them
/// @param given values from outside; they win over the pack's of the same name
/// @param secrets names of the pack's secrets
/// @param outputs `step.output` of the steps before
public record Bindings(
        Map<String, String> pack,
        Map<String, String> given,
        Set<String> secrets,
        Set<String> outputs) {
    private static final String SECRET = "secret.";
    private static final String OUTPUT = "steps.";

    public Bindings {
        pack = Map.copyOf(pack);
        given = Map.copyOf(given);
        secrets = Set.copyOf(secrets);
        outputs = Set.copyOf(outputs);
    }

    public Optional<Piece> find(String hole) {
        if (hole.startsWith(SECRET)) {
            return Optional.of(hole.substring(SECRET.length()))
                    .filter(secrets::contains)
                    .map(Piece::secret);
        }
        if (hole.startsWith(OUTPUT)) {
            return Optional.of(hole.substring(OUTPUT.length()))
                    .filter(outputs::contains)
                    .map(Piece::output);
        }
        return Optional.ofNullable(given.get(hole))
                .map(Piece::given)
                .or(() -> Optional.ofNullable(pack.get(hole)).map(Piece::pack));
    }

    /// What is said of a hole that nothing fills.
    public String unknown(String hole) {
        TreeSet<String> all = new TreeSet<>(pack.keySet());
        all.addAll(given.keySet());
        secrets.forEach(s -> all.add(SECRET + s));
        outputs.forEach(o -> all.add(OUTPUT + o));
        return "'${%s}' is not known%s".formatted(hole, NearestName.hint(hole, all));
    }
}
