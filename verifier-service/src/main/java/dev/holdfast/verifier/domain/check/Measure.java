package dev.holdfast.verifier.domain.check;

import java.util.List;
import java.util.Optional;

/// Takes the one value out of an answer, to be kept as a snapshot.
public final class Measure {
    private static final int LONGEST = 200;

    private Measure() {}

    /// Empty when there is not exactly one usable value.
    public static Optional<String> value(Asking check, Answer answer) {
        return switch (answer) {
            case Answer.Http http when check instanceof VersionCheck v ->
                    v.running(http).filter(value -> value.length() <= LONGEST);
            case Answer.Rows(var rows, _, _) when rows.size() == 1 && rows.getFirst().size() == 1 ->
                    Optional.ofNullable(rows.getFirst().getFirst())
                            .filter(v -> v.length() <= LONGEST);
            case Answer.Series(List<List<Answer.Sample>> results, var warnings, _)
                    when results.size() == 1
                            && results.getFirst().size() == 1
                            && warnings.isEmpty() ->
                    Optional.of(results.getFirst().getFirst().value())
                            .filter(Double::isFinite)
                            .map(Bound::plain);
            default -> Optional.empty();
        };
    }
}
