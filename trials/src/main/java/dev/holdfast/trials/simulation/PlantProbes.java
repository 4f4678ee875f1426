package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Scope;
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

/// The verifier's eyes in the plants: their version pages, and the detector's own windows. Some
/// questions get no answer.
record PlantProbes(Simulation simulation) implements Probes {
    private static final Duration TOOK = Duration.ofMillis(3);

    @Override
    public List<Probed> ask(List<Probe> probes, Instant now, Duration patience) {
        if (simulation.chance().oneIn(simulation.faults().slow() * 4)) {
            simulation.holderPauses(simulation.chance().millis(100, 3_000), false);
        }
        return probes.stream()
                .map(p -> new Probed(p.key(), answer(scope(p.key()), p.question(), now), now))
                .toList();
    }

    /// The key of a probe begins with the scope.
    private Scope scope(String key) {
        return simulation.scopes().stream()
                .filter(s -> key.contains(s.key()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Whose probe is '" + key + "'?"));
    }

    @Override
    public void forget(Collection<String> keys) {
        // Nothing runs beside the one thread.
    }

    private Answer answer(Scope scope, Question question, Instant now) {
        if (simulation.chance().oneIn(simulation.faults().lostAnswer() * 3)) {
            return simulation.is(Mutant.SILENCE_IS_HEALTH)
                    ? healthy(scope, question)
                    : new Answer.None(Answer.Why.SLOW, "no answer in time", TOOK);
        }
        return switch (question) {
            case Question.Http _ -> version(simulation.plant(scope).running());
            case Question.Metrics m -> series(scope, m, now);
            default -> new Answer.None(Answer.Why.GONE, "there is no such thing here", TOOK);
        };
    }

    private Answer series(Scope scope, Question.Metrics metrics, Instant now) {
        List<List<Answer.Sample>> found =
                metrics.queries().stream().map(q -> samples(scope, q.query(), now)).toList();
        if (found.stream().noneMatch(List::isEmpty)) {
            simulation.promises().measured(scope);
        }
        return found.stream().anyMatch(List::isEmpty) && simulation.is(Mutant.SILENCE_IS_HEALTH)
                ? healthy(scope, metrics)
                : new Answer.Series(found, List.of(), TOOK);
    }

    private Answer healthy(Scope scope, Question question) {
        return question instanceof Question.Metrics m
                ? new Answer.Series(
                        m.queries().stream()
                                .map(_ -> List.of(new Answer.Sample(Map.of(), 0)))
                                .toList(),
                        List.of(),
                        TOOK)
                : version(simulation.wanted(scope));
    }

    private static Answer version(String version) {
        return new Answer.Http(200, Map.of(), "{\"version\":\"%s\"}".formatted(version), TOOK);
    }

    private List<Answer.Sample> samples(Scope scope, String query, Instant now) {
        try {
            return switch (simulation.detector().query(scope, query, now)) {
                case QueryResult.Vector v ->
                        v.samples().stream()
                                .map(s -> new Answer.Sample(s.labels().toMap(), s.value()))
                                .toList();
                default -> List.of();
            };
        } catch (EvaluationException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
