package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.verifier.domain.check.JourneyCheck.Save;
import dev.holdfast.verifier.domain.check.JourneyCheck.Step;
import dev.holdfast.verifier.domain.check.JourneyCheck.Stop;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far a journey has come: what to ask next, with the values carried so far.
///
/// @param given with all saved values
public record Way(JourneyCheck journey, Given given, List<Stop> stops) {
    private static final int LONGEST_SAVED = 4_000;

    public Way {
        stops = List.copyOf(stops);
    }

    public static Way begin(JourneyCheck journey, Given given) {
        return new Way(journey, given, List.of());
    }

    /// The step to go now; empty at the end, and after one that did not pass.
    public Optional<Step> step() {
        boolean stopped = !stops.isEmpty() && stops.getLast().finding().verdict() != Verdict.PASSED;
        return stopped || stops.size() >= journey.steps().size()
                ? Optional.empty()
                : Optional.of(journey.steps().get(stops.size()));
    }

    /// What the step asks; empty when it cannot be asked: then `unasked` says so.
    public Optional<Question> question() {
        return step().flatMap(s -> question(s, given));
    }

    private static Optional<Question> question(Step step, Given given) {
        try {
            return Optional.of(step.check().question(given));
        } catch (Variables.Unknown | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The step cannot be asked; the way ends here.
    public Way unasked() {
        Step step = step().orElseThrow();
        return with(
                new Stop(
                        step.name(),
                        null,
                        null,
                        Finding.inconclusive("it cannot be asked: a value is missing or unfit")),
                given);
    }

    /// What the step's answer means, before it is taken for final.
    public Finding finding(Answer answer) {
        return judge(step().orElseThrow(), answer, given);
    }

    /// One step further.
    public Way after(Question question, Answer answer) {
        Step step = step().orElseThrow();
        Finding finding = judge(step, answer, given);
        Map<String, String> saved = new HashMap<>();
        if (finding.verdict() == Verdict.PASSED) {
            for (Map.Entry<String, Save> save : step.saves().entrySet()) {
                String value = value(save.getValue(), answer);
                if (value == null || value.isEmpty() || value.length() > LONGEST_SAVED) {
                    finding =
                            Finding.inconclusive(
                                    "%s, but its answer has no value for '%s'"
                                            .formatted(finding.says(), save.getKey()));
                } else {
                    saved.put(save.getKey(), value);
                }
            }
        }
        return with(new Stop(step.name(), question, answer, finding), given.and(saved));
    }

    private Way with(Stop stop, Given more) {
        List<Stop> further = new ArrayList<>(stops);
        further.add(stop);
        return new Way(journey, more, further);
    }

    /// Clean-up steps whose values are known; for the others nothing was created.
    public List<Step> cleaning() {
        return journey.cleanUp().stream().filter(s -> question(s, given).isPresent()).toList();
    }

    /// What a clean-up step asks.
    public Question cleaning(Step step) {
        return step.check().question(given);
    }

    public Stop cleaned(Step step, Question question, Answer answer) {
        return new Stop(step.name(), question, answer, judge(step, answer, given));
    }

    private static Finding judge(Step step, Answer answer, Given given) {
        try {
            return step.check().judge(answer, given);
        } catch (Variables.Unknown e) {
            return Finding.inconclusive("cannot be judged: " + e.getMessage());
        }
    }

    private static @Nullable String value(Save save, Answer answer) {
        if (!(answer instanceof Answer.Http http)) {
            return null;
        }
        return switch (save) {
            case JourneyCheck.FromHeader(String name) -> http.header(name);
            case JourneyCheck.FromJson(JsonPath path) -> {
                Optional<JsonNode> root = JsonBody.read(http.body());
                yield root.isEmpty() ? null : HttpCheck.value(path.in(root.get()));
            }
            case JourneyCheck.FromBody(com.google.re2j.Pattern pattern) -> {
                Matcher m = pattern.matcher(http.body());
                yield m.find() ? (m.groupCount() > 0 ? m.group(1) : m.group()) : null;
            }
        };
    }
}
