package dev.holdfast.verifier.domain.check;

import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Passes when a customer's whole way works: steps in order, each a check of its own that may save
/// values for the next ones. What was created is cleaned up again, also after a failure.
///
/// A run that was cut off in its middle is made again under the same `${run}`: a target that takes
/// it as its idempotency key creates nothing twice, and a clean-up by `${run}` finds all of it.
///
/// @param cleanUp each is tried whose values are known, whatever happened before
public record JourneyCheck(List<Step> steps, List<Step> cleanUp) implements Asking {
    /// @param saves values taken from the answer, by the name of the variable
    /// @param patience asked again until it passes, at most so long; zero for once
    /// @param every pause between two askings
    public record Step(
            String name, Asking check, Map<String, Save> saves, Duration patience, Duration every) {
        public Step {
            saves = Collections.unmodifiableMap(new LinkedHashMap<>(saves));
        }
    }

    /// Where in an answer over HTTP a value is.
    public sealed interface Save {}

    public record FromJson(JsonPath path) implements Save {}

    public record FromHeader(String name) implements Save {}

    /// The pattern's first group, or all that matches.
    public record FromBody(Pattern pattern) implements Save {}

    public JourneyCheck {
        steps = List.copyOf(steps);
        cleanUp = List.copyOf(cleanUp);
    }

    /// The whole way; whoever walks it asks [Way] what comes next.
    public record Walk(JourneyCheck journey, Given given) implements Question {
        @Override
        public String target() {
            return Way.begin(journey, given).question().map(Question::target).orElse("journey");
        }

        @Override
        public String asks() {
            return "journey "
                    + journey.steps.stream().map(Step::name).collect(Collectors.joining(" → "));
        }
    }

    /// One step that was gone.
    ///
    /// @param question null when there was none to ask
    public record Stop(
            String step, @Nullable Question question, @Nullable Answer answer, Finding finding) {
        String shows() {
            return "%s: %s%n  asked: %s%n  answered: %s"
                    .formatted(
                            step,
                            finding.says(),
                            question == null ? "nothing" : question.asks(),
                            answer == null ? "nothing" : Evidence.cut(answer.shows(), 1_000));
        }
    }

    /// @param cleaned what the clean-up did
    public record Walked(List<Stop> stops, List<Stop> cleaned, Duration took) implements Answer {
        public Walked {
            stops = List.copyOf(stops);
            cleaned = List.copyOf(cleaned);
        }

        @Override
        public String shows() {
            return stops.stream().map(Stop::shows).collect(Collectors.joining("\n"))
                    + (cleaned.isEmpty() ? "" : "\nclean-up\n")
                    + cleaned.stream().map(Stop::shows).collect(Collectors.joining("\n"));
        }
    }

    @Override
    public boolean touches() {
        return true;
    }

    @Override
    public Question question(Given given) {
        Walk walk = new Walk(this, given);
        steps.getFirst().check().question(given); // what is unknown now is told before the way
        return walk;
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Walked walked)) {
            return answer.unfit();
        }
        for (Stop stop : walked.stops()) {
            if (stop.finding().verdict() != dev.holdfast.backbone.events.Verdict.PASSED) {
                return new Finding(
                        stop.finding().verdict(),
                        "step %s: %s".formatted(stop.step(), stop.finding().says()),
                        null);
            }
        }
        if (walked.stops().size() != steps.size()) {
            return Finding.inconclusive(
                    "only %d of %d steps were gone in time"
                            .formatted(walked.stops().size(), steps.size()));
        }
        for (Stop stop : walked.cleaned()) {
            if (stop.finding().verdict() != dev.holdfast.backbone.events.Verdict.PASSED) {
                return Finding.inconclusive(
                        "all steps passed, but the clean-up %s did not: %s"
                                .formatted(stop.step(), stop.finding().says()));
            }
        }
        double seconds = walked.took().toNanos() / 1e9;
        return Finding.passed(
                        "all %d steps passed in %d ms%s"
                                .formatted(
                                        steps.size(),
                                        walked.took().toMillis(),
                                        walked.cleaned().isEmpty() ? "" : ", cleaned up"))
                .measuring(seconds);
    }
}
