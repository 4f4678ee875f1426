package dev.holdfast.verifier.domain.check;

import java.time.Duration;

/// Passes when no young line of a log matches. A log without any young line proves nothing.
///
/// @param file may hold variables; must lie in a folder that the service itself lists
/// @param without RE2
/// @param since how young lines must be to count, by the time stamp they begin with
public record LogCheck(String file, String without, Duration since) implements Check {
    @Override
    public Question question(Given given) {
        return new Question.Log(given.text(file), without, since);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Lines lines)) {
            return answer.unfit();
        }
        if (lines.matching() > 0) {
            return Finding.failed(
                            "%d of %d lines match '%s', for example '%s'"
                                    .formatted(
                                            lines.matching(),
                                            lines.scanned(),
                                            without,
                                            lines.first().isEmpty()
                                                    ? ""
                                                    : lines.first().getFirst()))
                    .measuring((double) lines.matching());
        }
        return lines.scanned() == 0
                ? Finding.inconclusive("the log has no line of the last %s".formatted(since))
                : Finding.passed(
                                "none of %d lines matches '%s'".formatted(lines.scanned(), without))
                        .measuring(0.0);
    }
}
