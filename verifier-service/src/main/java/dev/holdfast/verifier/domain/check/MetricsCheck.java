package dev.holdfast.verifier.domain.check;

import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Passes when every series of a PromQL result is within its bound or on its way there, and there
/// was enough to judge.
///
/// @param bound null when only the trend counts
/// @param trend null when only the bound counts; with both, either is enough
/// @param enough guards against judging a handful of requests, null for none
public record MetricsCheck(
        Api api,
        String query,
        @Nullable Bound bound,
        @Nullable Trend trend,
        @Nullable Enough enough)
        implements Asking {
    private static final int SHOWN = 5;

    /// A Prometheus-compatible API.
    ///
    /// @param url may hold variables; null for our own detector
    /// @param token secret sent as bearer token, null for none
    public record Api(@Nullable String url, @Nullable String token) {}

    /// A second query whose one value must be at least so much.
    public record Enough(String query, double least) {}

    public MetricsCheck {
        if (bound == null && trend == null) {
            throw new IllegalArgumentException("Neither a bound nor a trend: nothing to judge");
        }
    }

    @Override
    public Question question(Given given) {
        List<Question.Metrics.At> queries = new ArrayList<>();
        String text = given.promql(query);
        queries.add(new Question.Metrics.At(text, Duration.ZERO));
        if (enough != null) {
            queries.add(new Question.Metrics.At(given.promql(enough.query), Duration.ZERO));
        }
        if (trend != null) {
            trend.moments().forEach(ago -> queries.add(new Question.Metrics.At(text, ago)));
        }
        return new Question.Metrics(
                api.url == null ? null : HttpCheck.address(given.url(api.url)),
                given.scope(),
                queries,
                api.token);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Series series)) {
            return answer.unfit();
        }
        int direct = enough == null ? 1 : 2;
        int asked = direct + (trend == null ? 0 : trend.moments().size());
        if (series.results().size() != asked) {
            return Finding.inconclusive(
                    "%d results came to %d queries".formatted(series.results().size(), asked));
        }
        if (!series.warnings().isEmpty()) {
            return Finding.inconclusive("the answer may be incomplete: " + series.warnings());
        }
        Finding scarce = enough == null ? null : scarce(series.results().get(1), enough);
        if (scarce != null) {
            return scarce;
        }
        List<Answer.Sample> now = series.results().getFirst();
        if (now.isEmpty()) {
            return Finding.inconclusive("no data: the query gave no series");
        }
        Finding level = bound == null ? null : level(now, bound, given);
        if (trend == null || (level != null && level.verdict() == Verdict.PASSED)) {
            return java.util.Objects.requireNonNull(level);
        }
        Finding moved = trend.judge(now, series.results().subList(direct, asked));
        return level == null || moved.verdict() == Verdict.PASSED
                ? moved
                : new Finding(
                        level.verdict(), level.says() + "; " + moved.says(), level.measured());
    }

    private static Finding level(List<Answer.Sample> samples, Bound bound, Given given) {
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
