package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Bound;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.MetricsCheck;
import dev.holdfast.verifier.domain.check.Relation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `metrics:` checks and snapshot queries.
final class MetricsReader {
    private MetricsReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        List<String> keys = new ArrayList<>(BoundReader.KEYS);
        keys.addAll(List.of("url", "query", "enough"));
        m.only(keys.toArray(String[]::new));
        String query = known.template(m.required("query"));
        MetricsCheck.Enough enough =
                m.optional("enough").map(v -> enough(v.map(), known)).orElse(null);
        return BoundReader.one(m, known)
                .map(bound -> new MetricsCheck(url(m, known), query, bound, enough));
    }

    /// For a snapshot: one value, whatever it is.
    static Optional<Check> value(YamlMap m, Known known) {
        m.only("url", "query");
        Bound any = new Bound(Relation.NOT_EQUALS, new Bound.Constant(""));
        String query = known.template(m.required("query"));
        return Optional.of(new MetricsCheck(url(m, known), query, any, null));
    }

    private static @Nullable String url(YamlMap m, Known known) {
        YamlValue v = m.optional("url").orElse(null);
        return v == null ? null : known.template(v);
    }

    private static MetricsCheck.Enough enough(YamlMap m, Known known) {
        m.only("query", "at-least");
        return new MetricsCheck.Enough(
                known.template(m.required("query")), m.required("at-least").number());
    }
}
