package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Passes when a business number is what it usually is at this time of the week: the median of the
/// same moment in the weeks before.
///
/// @param weeks how many weeks back it is looked
/// @param least of them must have a value, else it is inconclusive
/// @param within the part that it may be below what is usual, and above it if `both`
/// @param quiet where less than this is usual nothing can be told
public record BusinessCheck(
        Source source, int weeks, int least, double within, boolean both, double quiet)
        implements Asking {
    /// In a query of SQL: how many weeks back it must look; 0 for now.
    public static final String WEEKS_AGO = "weeks-ago";

    private static final Duration WEEK = Duration.ofDays(7);

    public sealed interface Source {}

    public record Promql(@Nullable String url, String query, @Nullable String token)
            implements Source {}

    public record Sql(DatabaseTemplate database, SqlText query) implements Source {}

    @Override
    public Question question(Given given) {
        return switch (source) {
            case Promql(String url, String query, String token) ->
                    new Question.Metrics(
                            url == null ? null : HttpCheck.address(given.url(url)),
                            given.scope(),
                            IntStream.rangeClosed(0, weeks)
                                    .mapToObj(w ->
                                            new Question.Metrics.At(
                                                    given.promql(query), WEEK.multipliedBy(w)))
                                    .toList(),
                            token);
            case Sql(DatabaseTemplate database, SqlText query) -> {
                Database filled = database.fill(given);
                yield new SqlBatchCheck.Batch(
                        filled,
                        IntStream.rangeClosed(0, weeks)
                                .mapToObj(w ->
                                        query.question(filled, given.and(WEEKS_AGO, "" + w), 1))
                                .toList());
            }
        };
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        List<OptionalDouble> values =
                switch (answer) {
                    case Answer.Series s when s.warnings().isEmpty() ->
                            s.results().stream().map(BusinessCheck::number).toList();
                    case SqlBatchCheck.Tables t ->
                            t.all().stream().map(BusinessCheck::number).toList();
                    default -> List.of();
                };
        if (values.size() != weeks + 1) {
            return answer instanceof Answer.Series s && !s.warnings().isEmpty()
                    ? Finding.inconclusive("the answer may be incomplete: " + s.warnings())
                    : answer.unfit();
        }
        if (values.getFirst().isEmpty()) {
            return Finding.inconclusive("no data: the number of now is not one value");
        }
        return judge(values.getFirst().getAsDouble(), values.subList(1, values.size()));
    }

    private Finding judge(double now, List<OptionalDouble> before) {
        List<Double> known = new ArrayList<>();
        before.forEach(v -> v.ifPresent(known::add));
        if (known.size() < least) {
            return Finding.inconclusive(
                    "only %d of the last %d weeks have a value, %d are needed"
                            .formatted(known.size(), weeks, least));
        }
        double usual = median(known);
        String says =
                String.format(
                        Locale.ROOT,
                        "%s now, usual at this time of the week is %s",
                        Bound.plain(now),
                        Bound.plain(usual));
        if (usual < quiet) {
            return Finding.inconclusive(says + ", too little to tell").measuring(now);
        }
        double floor = usual * (1 - within);
        double ceiling = usual * (1 + within);
        boolean fine = now >= floor && (!both || now <= ceiling);
        String must =
                both
                        ? ", must be from %s to %s"
                                .formatted(Bound.plain(floor), Bound.plain(ceiling))
                        : ", must be at least " + Bound.plain(floor);
        return (fine ? Finding.passed(says) : Finding.failed(says + must)).measuring(now);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static OptionalDouble number(List<Answer.Sample> samples) {
        return samples.size() == 1 && Double.isFinite(samples.getFirst().value())
                ? OptionalDouble.of(samples.getFirst().value())
                : OptionalDouble.empty();
    }

    private static OptionalDouble number(Answer.Rows rows) {
        if (rows.rows().size() != 1 || rows.rows().getFirst().size() != 1) {
            return OptionalDouble.empty();
        }
        String text = rows.rows().getFirst().getFirst();
        return text == null
                ? OptionalDouble.empty()
                : Bound.number(text)
                        .map(n -> OptionalDouble.of(n.doubleValue()))
                        .orElseGet(OptionalDouble::empty);
    }
}
