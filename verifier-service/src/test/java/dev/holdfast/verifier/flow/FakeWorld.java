package dev.holdfast.verifier.flow;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Question;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The world in memory: what each target answers is set by the test, at once and in order.
public final class FakeWorld implements Probes {
    private final Map<String, BiFunction<Question, Instant, Answer>> targets =
            new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    /// What a question whose line holds `part` is answered from now on.
    public FakeWorld answers(String part, BiFunction<Question, Instant, Answer> answer) {
        targets.put(part, answer);
        return this;
    }

    public FakeWorld answers(String part, Answer answer) {
        return answers(part, (_, _) -> answer);
    }

    /// Lines of all questions, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public static Answer http(int status, String body) {
        return new Answer.Http(status, Map.of(), body, Duration.ofMillis(3));
    }

    public static Answer value(String value) {
        return new Answer.Rows(List.of(List.of(value)), false, Duration.ofMillis(2));
    }

    /// An error ratio over so many requests.
    public static Answer ratio(double ratio, double requests) {
        return new Answer.Series(
                List.of(
                        List.of(new Answer.Sample(Map.of(), ratio)),
                        List.of(new Answer.Sample(Map.of(), requests))),
                List.of(),
                Duration.ofMillis(1));
    }

    public static Answer gone() {
        return new Answer.None(Answer.Why.GONE, "nobody is there", Duration.ZERO);
    }

    @Override
    public List<Probed> ask(List<Probe> probes, Instant now, Duration patience) {
        List<Probed> there = new ArrayList<>();
        for (Probe p : probes) {
            String line = p.question().asks();
            asked.add(line);
            Answer answer = gone();
            for (Map.Entry<String, BiFunction<Question, Instant, Answer>> t : targets.entrySet()) {
                answer = line.contains(t.getKey()) ? t.getValue().apply(p.question(), now) : answer;
            }
            there.add(new Probed(p.key(), answer, now));
        }
        return there;
    }

    @Override
    public void forget(Collection<String> keys) {}
}
