package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.List;

/// Where samples come from.
public interface Storage {

    /// The series that satisfy all matchers, in order of their birth, with their samples from `from` to `to`,
    /// both inclusive, stale markers among them.
    ///
    /// @throws EvaluationException where that would be more than `most` samples
    List<SeriesSamples> select(List<LabelMatcher> matchers, long from, long to, long most);
}
