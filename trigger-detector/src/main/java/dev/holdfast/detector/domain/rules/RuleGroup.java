package dev.holdfast.detector.domain.rules;

import java.util.List;

/// Rules that are evaluated together, in order, at one time.
///
/// @param interval milliseconds, 0 where the file says none; serves tests only
/// @param limit how many alerts or series one rule may yield; 0 is no limit
/// @param queryOffset how far back the rules look, milliseconds
public record RuleGroup(
        String file, String name, long interval, int limit, long queryOffset, List<Rule> rules) {}
