package dev.holdfast.detector.domain.rules;

import java.util.List;
import java.util.stream.Collectors;

/// A rule file that cannot be used, with everything that is wrong in it.
public final class RuleProblems extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public RuleProblems(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
