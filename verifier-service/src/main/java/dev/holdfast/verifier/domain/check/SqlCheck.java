package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Passes when what a database answers is what it must be: one value within a bound, or no rows.
///
/// @param bound for the one value; null when there must be no rows at all
public record SqlCheck(DatabaseTemplate database, SqlText query, @Nullable Bound bound)
        implements Asking {
    private static final int SHOWN = 5;

    @Override
    public Question question(Given given) {
        return query.question(database.fill(given), given, SHOWN);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Rows found)) {
            return answer.unfit();
        }
        if (bound == null) {
            return none(found);
        }
        return one(found, "the value", bound, given);
    }

    /// Judges the one value of an answer; anything but one value is inconclusive.
    static Finding one(Answer.Rows found, String what, Bound bound, Given given) {
        return found.rows().size() == 1 && found.rows().getFirst().size() == 1
                ? one(found.rows().getFirst().getFirst(), what, bound, given)
                : Finding.inconclusive(
                        "%s: the query gave %s of %d values, one value is needed"
                                .formatted(what, rows(found), columns(found)));
    }

    private static Finding one(@Nullable String value, String what, Bound bound, Given given) {
        return value == null
                ? Finding.inconclusive(what + " is NULL, which cannot be judged")
                : bound.judge(what, value, given);
    }

    private static Finding none(Answer.Rows found) {
        if (found.rows().isEmpty()) {
            return Finding.passed("no rows").measuring(0.0);
        }
        return Finding.failed("%s, must be none: %s".formatted(rows(found), found.rows()))
                .measuring((double) found.rows().size());
    }

    private static String rows(Answer.Rows found) {
        int n = found.rows().size();
        return (found.more() ? "more than " : "") + n + (n == 1 ? " row" : " rows");
    }

    private static int columns(Answer.Rows found) {
        List<List<@Nullable String>> rows = found.rows();
        return rows.isEmpty() ? 0 : rows.getFirst().size();
    }
}
