package dev.holdfast.trials.story;

import dev.holdfast.detector.domain.engine.QueryResult;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.flow.Probes;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The verifier's eyes in the [World]: its version page, and the detector's own windows.
record WorldProbes(World world, Watch watch) implements Probes {
    private static final Duration TOOK = Duration.ofMillis(3);

    @Override
    public List<Probed> ask(List<Probe> probes, Instant now, Duration patience) {
        return probes.stream()
                .map(p -> new Probed(p.key(), answer(p.question(), now), now))
                .toList();
    }

    @Override
    public void forget(Collection<String> keys) {
        // Nothing runs beside the one thread.
    }

    private Answer answer(Question question, Instant now) {
        return switch (question) {
            case Question.Http _ ->
                    new Answer.Http(
                            200, Map.of(), "{\"version\":\"%s\"}".formatted(world.running()), TOOK);
            case Question.Metrics m ->
                    new Answer.Series(
                            m.queries().stream().map(q -> samples(q.query(), now)).toList(),
                            List.of(),
                            TOOK);
            default -> new Answer.None(Answer.Why.GONE, "there is no such thing here", TOOK);
        };
    }

    private List<Answer.Sample> samples(String query, Instant now) {
        try {
            return switch (watch.query(query, now)) {
                case QueryResult.Vector v ->
                        v.samples().stream()
                                .map(s -> new Answer.Sample(s.labels().toMap(), s.value()))
                                .toList();
                default -> List.of();
            };
        } catch (EvaluationException e) {
            throw new AssertionError(query, e);
        }
    }
}
