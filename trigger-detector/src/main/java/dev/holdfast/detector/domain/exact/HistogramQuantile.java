package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.series.Labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/// `histogram_quantile` over classic buckets: the series of one histogram differ in `le` only.
public final class HistogramQuantile {

    private static final Set<String> DROPPED = Set.of("le", Labels.NAME);

    /// Java would also take `1d`, `1f` and spaces.
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d++\\.?+\\d*+|\\.\\d++)([eE][-+]?\\d++)?");

    private HistogramQuantile() {}

    static List<Element> apply(double q, List<Element> elements, Dialect dialect) {
        Map<Labels, List<Quantiles.Bucket>> histograms = new LinkedHashMap<>();
        for (Element element : elements) {
            OptionalDouble bound = upperBound(element.labels());
            if (bound.isPresent()) {
                histograms
                        .computeIfAbsent(group(element.labels()), _ -> new ArrayList<>())
                        .add(new Quantiles.Bucket(bound.getAsDouble(), element.value()));
            }
        }
        var results = new ArrayList<Element>();
        histograms.forEach((labels, buckets) ->
                results.add(new Element(labels, Quantiles.ofBuckets(q, buckets, dialect))));
        return results;
    }

    public static Labels group(Labels labels) {
        return labels.without(DROPPED);
    }

    /// The number in `le`, or nothing where the series is no bucket.
    public static OptionalDouble upperBound(Labels labels) {
        String le = labels.get("le");
        return switch (le) {
            case "+Inf", "Inf", "inf", "+inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-Inf", "-inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default ->
                    NUMBER.matcher(le).matches()
                            ? OptionalDouble.of(Double.parseDouble(le))
                            : OptionalDouble.empty();
        };
    }
}
