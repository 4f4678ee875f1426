package dev.holdfast.detector.domain.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Whatever happens to the process or to the order of the samples, the transitions are the same.
class RestartTest {

    private static final String RULES =
            EngineStory.rule(
                    """
                    - {record: 'job:errors:rate1m', expr: 'sum by (job) (rate(errors[1m]))'}
                    - {alert: Errors, expr: 'job:errors:rate1m > 4', for: 5s, keep_firing_for: 7s}
                    - {alert: Ratio, expr: 'sum by (job) (rate(errors[30s])) / sum by (job) (rate(requests[30s])) > 0.4'}
                    - {alert: Slow, expr: 'avg_over_time(latency[1m]) > 0.5', for: 10s}
                    - {alert: Busy, expr: 'max_over_time(latency[2m]) > 0.98', annotations: {text: 'at {{ $value }}'}}
                    """);

    private final long seed = Long.getLong("seed", new Random().nextLong(1_000_000));
    private final Random random = new Random(seed);

    private List<Input> inputs(int gaps) {
        var inputs = new ArrayList<Input>();
        double[] errors = new double[4];
        double[] requests = new double[4];
        for (int second = 0; second < 600; second++) {
            var batch = new ArrayList<SeriesSamples>();
            for (int i = 0; i < 4; i++) {
                boolean bad = second / 60 % 3 == 1;
                requests[i] += random.nextInt(10);
                errors[i] = random.nextInt(200) == 0 ? 0 : errors[i] + random.nextInt(bad ? 8 : 2);
                long at = EngineStory.T0 + second * 1_000L + i * 10L;
                Labels labels = Labels.of("job", i % 2 == 0 ? "a" : "b", "instance", "" + i);
                batch.add(SeriesSamples.one(labels.with("__name__", "errors"), at, errors[i]));
                batch.add(SeriesSamples.one(labels.with("__name__", "requests"), at, requests[i]));
                batch.add(
                        SeriesSamples.one(
                                labels.with("__name__", "latency"), at, random.nextDouble()));
            }
            if (random.nextInt(20) >= gaps) {
                inputs.add(new Input.Batch(batch));
            }
            inputs.add(new Input.Tick(EngineStory.T0 + second * 1_000L + 500));
        }
        return inputs;
    }

    private static List<String> told(List<Transition> transitions) {
        return transitions.stream()
                .map(t -> EngineStory.told(t) + " " + t.alert().value() + t.alert().annotations())
                .toList();
    }

    @RepeatedTest(5)
    void a_restart_at_any_point_changes_nothing() {
        List<Input> inputs = inputs(1);
        var undisturbed = new Engine(EngineStory.pack(RULES), EngineSettings.DEFAULTS);
        var expected = new ArrayList<Transition>();
        inputs.forEach(input -> expected.addAll(undisturbed.accept(input)));

        var engine = new Engine(EngineStory.pack(RULES), EngineSettings.DEFAULTS);
        var blocks = new ArrayList<byte[]>();
        var log = new ArrayList<Input>();
        byte[] state = engine.checkpoint().state();
        var got = new ArrayList<Transition>();
        for (Input input : inputs) {
            got.addAll(engine.accept(input));
            if (engine.changed()) {
                log.add(input);
            }
            int event = random.nextInt(60);
            if (event == 0) {
                Checkpoint checkpoint = engine.checkpoint();
                blocks.add(checkpoint.block());
                state = checkpoint.state();
                log.clear();
            } else if (event == 1) {
                engine =
                        Engine.restore(
                                EngineStory.pack(RULES), EngineSettings.DEFAULTS, blocks, state);
                log.forEach(engine::accept);
            }
        }
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(told(got)).as("seed %d", seed).isEqualTo(told(expected));
    }

    /// Signals are told again each minute, by the clock of the log and not from the restart on.
    @Test
    void the_series_of_a_signal_are_the_same_after_a_restart() {
        EngineSettings settings = EngineSettings.DEFAULTS;
        var live = new Engine(EngineStory.pack(RULES), settings);
        live.accept(new Input.Tick(EngineStory.T0));
        live.accept(new Input.Signal("1", "x", Labels.EMPTY, EngineStory.T0));
        Engine restored = live;
        for (int second = 1; second < 900; second++) {
            List<Input> inputs =
                    List.of(
                            new Input.Batch(
                                    List.of(
                                            SeriesSamples.one(
                                                    Labels.of("__name__", "latency"),
                                                    EngineStory.T0 + second * 1_000L,
                                                    1))),
                            new Input.Tick(EngineStory.T0 + second * 1_000L));
            Engine other = restored;
            inputs.forEach(i -> {
                live.accept(i);
                if (other != live) {
                    other.accept(i);
                }
            });
            if (second == 100) {
                Checkpoint saved = live.checkpoint();
                restored =
                        Engine.restore(
                                EngineStory.pack(RULES),
                                settings,
                                List.of(saved.block()),
                                saved.state());
            }
        }
        assertThat(restored).isNotSameAs(live);
        assertThat(toldAgain(live)).hasSizeGreaterThan(10);
        assertThat(toldAgain(restored)).isEqualTo(toldAgain(live));
    }

    private static long[] toldAgain(Engine engine) {
        var answer = engine.query("holdfast_signals_total[15m]", EngineStory.T0 + 890_000);
        return ((QueryResult.Matrix) answer).series().getFirst().times();
    }

    @RepeatedTest(5)
    void any_order_within_lateness_gives_the_same_transitions() {
        var settings = EngineSettings.DEFAULTS.withLateness(Duration.ofSeconds(3));
        var ordered =
                inputs(0).stream()
                        .filter(Input.Batch.class::isInstance)
                        .map(Input.Batch.class::cast)
                        .toList();
        var shuffled = new ArrayList<Input.Batch>();
        for (int from = 0; from < ordered.size(); from += 3) {
            var some = new ArrayList<>(ordered.subList(from, Math.min(ordered.size(), from + 3)));
            Collections.shuffle(some, random);
            shuffled.addAll(some);
        }
        assertThat(kinds(run(shuffled, settings)))
                .as("seed %d", seed)
                .isEqualTo(kinds(run(ordered, settings)));
    }

    private static List<Transition> run(List<Input.Batch> batches, EngineSettings settings) {
        var engine = new Engine(EngineStory.pack(RULES), settings);
        var transitions = new ArrayList<Transition>();
        batches.forEach(batch -> transitions.addAll(engine.accept(batch)));
        return transitions;
    }

    /// Without restatements, whose times hang on the evaluation before.
    private static List<String> kinds(List<Transition> transitions) {
        return transitions.stream()
                .filter(t -> !(t instanceof Transition.Updated))
                .map(t ->
                        t.getClass().getSimpleName() + " " + t.alert().id() + " " + t.at() / 1_000)
                .toList();
    }
}
