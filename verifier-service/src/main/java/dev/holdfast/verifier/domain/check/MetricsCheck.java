package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Passes when every series of a PromQL result is within its bound, and there was enough to judge.
///
/// @param url of another Prometheus-compatible API; null for our own detector
/// @param enough guards against judging a handful of requests, null for none
public record MetricsCheck(@Nullable String url, String query, Bound bound, @Nullable Enough enough)
        implements Check {
    private static final int SHOWN = 5;

    /// A second query whose one value must be at least so much.
    public record Enough(String query, double least) {}

    @Override
    public Question question(Given given) {
        List<String> queries = new ArrayList<>(List.of(given.promql(query)));
        if (enough != null) {
            queries.add(given.promql(enough.query));
        }
        return new Question.Metrics(
                url == null ? null : HttpCheck.address(given.url(url)),
                given.text("${system}/${environment}"),
                queries);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Series series)) {
            return answer.unfit();
        }
        int asked = enough == null ? 1 : 2;
        if (series.results().size() != asked) {
            return Finding.inconclusive(
                    "%d results came to %d queries".formatted(series.results().size(), asked));
        }
        if (!series.warnings().isEmpty()) {
            return Finding.inconclusive("the answer may be incomplete: " + series.warnings());
        }
        Finding scarce = enough == null ? null : scarce(series.results().get(1), enough);
        return scarce != null ? scarce : judge(series.results().getFirst(), given);
    }

    private Finding judge(List<Answer.Sample> samples, Given given) {
        if (samples.isEmpty()) {
            return Finding.inconclusive("no data: the query gave no series");
        }
        List<Finding> all = new ArrayList<>();
        for (Answer.Sample sample : samples) {
            String what = sample.labels().isEmpty() ? "the value" : "" + sample.labels();
            all.add(
                    Double.isFinite(sample.value())
                            ? bound.judge(what, Bound.plain(sample.value()), given)
                            : Finding.inconclusive(
                                    "%s is %s, which is no measurement"
                                            .formatted(what, sample.value())));
        }
        return worst(all);
    }

    /// One failed series fails; of many good ones only the first few are told.
    private static Finding worst(List<Finding> all) {
        Finding together = Finding.all(all);
        List<Finding> same =
                all.stream().filter(f -> f.verdict() == together.verdict()).limit(SHOWN).toList();
        return Finding.all(same).measuring(same.getFirst().measured());
    }

    private static @Nullable Finding scarce(List<Answer.Sample> samples, Enough enough) {
        if (samples.size() != 1 || !Double.isFinite(samples.getFirst().value())) {
            return Finding.inconclusive(
                    "no data: how much was measured is not one number but " + samples);
        }
        double got = samples.getFirst().value();
        return got >= enough.least
                ? null
                : Finding.inconclusive(
                        "too little to judge: %s measured, %s needed"
                                .formatted(Bound.plain(got), Bound.plain(enough.least)));
    }
}
