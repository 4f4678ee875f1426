package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.Bound;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.MetricsCheck;
import dev.holdfast.verifier.domain.check.Relation;
import dev.holdfast.verifier.domain.check.Trend;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `metrics:` checks and snapshot queries.
final class MetricsReader {
    private static final Duration SHORTEST_TREND = Duration.ofSeconds(1);

    private MetricsReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        List<String> keys = new ArrayList<>(BoundReader.KEYS);
        keys.addAll(List.of("url", "token", "query", "enough", "falling", "rising"));
        m.only(keys.toArray(String[]::new));
        String query = known.template(m.required("query"));
        MetricsCheck.Enough enough =
                m.optional("enough").map(v -> enough(v.map(), known)).orElse(null);
        MetricsCheck.Api api = api(m, known);
        Trend trend = trend(m);
        if (trend != null && BoundReader.KEYS.stream().noneMatch(m::has)) {
            return Optional.of(new MetricsCheck(api, query, null, trend, enough));
        }
        return BoundReader.one(m, known)
                .map(bound -> new MetricsCheck(api, query, bound, trend, enough));
    }

    private static @Nullable Trend trend(YamlMap m) {
        if (m.has("falling") && m.has("rising")) {
            m.key("rising").problem("a value cannot have to fall and to rise");
        }
        String key = m.has("falling") ? "falling" : "rising";
        YamlValue over = m.optional(key).orElse(null);
        if (over == null) {
            return null;
        }
        if (over.duration().compareTo(SHORTEST_TREND) < 0) {
            over.problem("a trend needs a second at least");
        }
        return new Trend(key.equals("falling"), over.duration());
    }

    /// For a snapshot: one value, whatever it is.
    static Optional<Asking> value(YamlMap m, Known known) {
        m.only("url", "token", "query");
        Bound any = new Bound(Relation.NOT_EQUALS, new Bound.Constant(""));
        String query = known.template(m.required("query"));
        return Optional.of(new MetricsCheck(api(m, known), query, any, null, null));
    }

    private static MetricsCheck.Api api(YamlMap m, Known known) {
        return new MetricsCheck.Api(known.templateOrNull(m, "url"), known.secretOrNull(m, "token"));
    }

    private static MetricsCheck.Enough enough(YamlMap m, Known known) {
        m.only("query", "at-least");
        return new MetricsCheck.Enough(
                known.template(m.required("query")), m.required("at-least").number());
    }
}
