package dev.holdfast.verifier.domain.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Where a value is going: the slope through five moments of the time looked back over.
///
/// @param falling must fall; else it must rise
public record Trend(boolean falling, Duration over) {
    private static final int MOMENTS = 4;

    /// How long ago each moment before now is, the youngest first.
    List<Duration> moments() {
        return IntStream.rangeClosed(1, MOMENTS)
                .mapToObj(i -> over.multipliedBy(i).dividedBy(MOMENTS))
                .toList();
    }

    /// Every series of now must have a value at each moment and move the right way.
    Finding judge(List<Answer.Sample> now, List<List<Answer.Sample>> before) {
        List<Finding> all = new ArrayList<>();
        for (Answer.Sample sample : now) {
            String what = sample.labels().isEmpty() ? "the value" : "" + sample.labels();
            List<Double> row = new ArrayList<>(List.of(sample.value()));
            for (List<Answer.Sample> moment : before) {
                moment.stream()
                        .filter(s -> s.labels().equals(sample.labels()))
                        .findFirst()
                        .map(Answer.Sample::value)
                        .ifPresent(row::add);
            }
            all.add(one(what, row));
        }
        return Finding.all(all);
    }

    /// @param row the newest first
    private Finding one(String what, List<Double> row) {
        if (row.size() != MOMENTS + 1 || !row.stream().allMatch(Double::isFinite)) {
            return Finding.inconclusive(
                    "%s has a value at %d of %d moments of the last %s, so its trend is not known"
                            .formatted(what, row.size(), MOMENTS + 1, over));
        }
        double slope = slope(row);
        String says =
                "%s went from %s to %s in %s"
                        .formatted(
                                what,
                                Bound.plain(row.getLast()),
                                Bound.plain(row.getFirst()),
                                over);
        boolean right =
                falling
                        ? slope < 0 && row.getFirst() < row.getLast()
                        : slope > 0 && row.getFirst() > row.getLast();
        return (right
                        ? Finding.passed(says)
                        : Finding.failed(says + ", must " + (falling ? "fall" : "rise")))
                .measuring(row.getFirst());
    }

    /// Of the least squares line, per moment; positive when it grows with time.
    private static double slope(List<Double> newestFirst) {
        double mean = newestFirst.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double middle = (newestFirst.size() - 1) / 2.0;
        double up = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            up += (middle - i) * (newestFirst.get(i) - mean);
        }
        return up;
    }
}
