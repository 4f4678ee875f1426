package dev.holdfast.verifier.domain.check;

import dev.holdfast.backbone.pack.Variables;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// A check with its name and limits.
///
/// @param timeout no answer by then is no answer
/// @param hold how long it must pass without interruption; null for the stage's
/// @param every how often it is asked; null for the stage's
/// @param failAfter failing so long without a break is final; null for the stage's
/// @param place where it stands when it asks; null for here
/// @param weight its share of a stage's score
public record CheckSpec(
        String name,
        Check check,
        Duration timeout,
        @Nullable Duration hold,
        @Nullable Duration every,
        @Nullable Duration failAfter,
        @Nullable PlaceTemplate place,
        double weight) {

    /// A question, or the reason why there is none.
    public sealed interface Prepared {}

    public record Ask(Question question) implements Prepared {}

    /// Known without asking anybody, if only that it cannot be asked.
    public record Settled(Finding finding) implements Prepared {}

    public Prepared prepare(Given given) {
        try {
            return switch (check) {
                case Asking asking -> new Ask(placed(asking.question(given), given));
                case Told told -> new Settled(told.finding(given));
            };
        } catch (Variables.Unknown | IllegalArgumentException e) {
            return new Settled(Finding.inconclusive("cannot be asked: " + e.getMessage()));
        }
    }

    private Question placed(Question question, Given given) {
        return place == null ? question : new Question.Placed(place.fill(given), question);
    }

    /// Judges an answer; what the given lacks makes it inconclusive.
    public Finding judge(Answer answer, Given given) {
        try {
            return check instanceof Asking asking ? asking.judge(answer, given) : answer.unfit();
        } catch (Variables.Unknown e) {
            return Finding.inconclusive("cannot be judged: " + e.getMessage());
        }
    }
}
