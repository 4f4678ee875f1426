package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.rules.Rule;

import java.util.List;

/// One rule at work. `key` recognises it across packs and restarts.
sealed interface RuleRun permits AlertRun, RecordingRun {

    Rule rule();

    String key();

    SeriesWriter writer();

    /// Evaluates at `at`; what leaves the engine is added to `out`.
    ///
    /// @param offset the group's `query_offset`
    void evaluate(long at, long offset, List<Transition> out);

    /// When time alone changes something here next, after `at`; the end of time where it does not.
    long deadlineAfter(long at);

    /// @param at the time of the samples that it was evaluated on last
    GroupView.RuleView view(long at);
}
