package dev.holdfast.verifier.io.probe;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.JourneyCheck;
import dev.holdfast.verifier.domain.check.JourneyCheck.Step;
import dev.holdfast.verifier.domain.check.JourneyCheck.Stop;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.check.Way;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks a journey: asks one step after the other and, whatever happened, cleans up. A part of the
/// time is kept for that.
final class Walker {
    private static final Duration MOST_KEPT = Duration.ofSeconds(10);

    private final Askers askers;

    Walker(Askers askers) {
        this.askers = askers;
    }

    Answer walk(JourneyCheck.Walk walk, Terms terms) {
        long began = System.nanoTime();
        boolean cleans = !walk.journey().cleanUp().isEmpty();
        Terms steps = cleans ? terms.sooner(kept(terms)) : terms;
        Way way = Way.begin(walk.journey(), walk.given());
        for (Optional<Step> step = way.step(); step.isPresent(); step = way.step()) {
            Optional<Question> question = way.question();
            way = question.isEmpty() ? way.unasked() : go(way, step.get(), question.get(), steps);
        }
        // An interruption must not leave behind what was created: the flag is put back after.
        boolean interrupted = Thread.interrupted();
        List<Stop> cleaned = clean(way, terms);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new JourneyCheck.Walked(
                way.stops(), cleaned, Duration.ofNanos(System.nanoTime() - began));
    }

    private static Duration kept(Terms terms) {
        Duration quarter = terms.timeout().dividedBy(4);
        return quarter.compareTo(MOST_KEPT) < 0 ? quarter : MOST_KEPT;
    }

    private Way go(Way way, Step step, Question question, Terms terms) {
        long until = System.nanoTime() + step.patience().toNanos();
        Answer answer = ask(question, terms);
        while (way.finding(answer).verdict() != Verdict.PASSED
                && System.nanoTime() + step.every().toNanos() < until
                && pause(step.every(), terms)) {
            answer = ask(question, terms);
        }
        return way.after(question, answer);
    }

    /// False when the time is over.
    private static boolean pause(Duration time, Terms terms) {
        if (System.nanoTime() + time.toNanos() > terms.end()) {
            return false;
        }
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Stop> clean(Way way, Terms terms) {
        List<Stop> cleaned = new ArrayList<>();
        for (Step step : way.cleaning()) {
            Question question = way.cleaning(step);
            cleaned.add(way.cleaned(step, question, ask(question, terms)));
        }
        return cleaned;
    }

    private Answer ask(Question question, Terms terms) {
        long began = System.nanoTime();
        try {
            terms.left();
            return askers.ask(question, terms);
        } catch (Unusable e) {
            return e.answer(Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
