package dev.holdfast.detector.domain.ruletest;

import dev.holdfast.detector.domain.engine.Engine;
import dev.holdfast.detector.domain.engine.EngineSettings;
import dev.holdfast.detector.domain.engine.Input;
import dev.holdfast.detector.domain.engine.Transition;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// Runs rules over recorded samples as if they came now: with the engine of the detector, in the order of their times,
/// a tick each second between them.
public final class Backtest {

    private static final long TICK = 1_000;

    /// The next sample of a series.
    private static final class Reader {
        final SeriesSamples series;
        int next;

        Reader(SeriesSamples series) {
            this.series = series;
        }

        long at() {
            return series.times()[next];
        }
    }

    private final Engine engine;
    private final Consumer<Transition> told;

    private Backtest(Engine engine, Consumer<Transition> told) {
        this.engine = engine;
        this.told = told;
    }

    /// What came of it.
    ///
    /// @param from the time of the first sample, milliseconds; 0 where there is none
    public record Summary(int series, long samples, long from, long to, long evaluations) {}

    /// @param recorded series whose times rise
    /// @param told is called with each transition, in order
    public static Summary run(
            RulePack rules,
            EngineSettings settings,
            List<SeriesSamples> recorded,
            Consumer<Transition> told) {
        var engine = new Engine(rules, settings);
        return new Backtest(engine, told).run(recorded);
    }

    private Summary run(List<SeriesSamples> recorded) {
        var readers = new PriorityQueue<Reader>(Comparator.comparingLong(Reader::at));
        long samples = 0;
        for (SeriesSamples series : recorded) {
            samples += series.size();
            if (series.size() > 0) {
                readers.add(new Reader(series));
            }
        }
        long from = readers.isEmpty() ? 0 : readers.peek().at();
        long to = from;
        long ticked = from - TICK;
        while (!readers.isEmpty()) {
            to = readers.peek().at();
            for (; ticked + TICK <= to; ticked += TICK) {
                accept(new Input.Tick(ticked + TICK));
            }
            accept(new Input.Batch(at(readers, to)));
        }
        return new Summary(recorded.size(), samples, from, to, engine.counters().evaluations());
    }

    private void accept(Input input) {
        engine.accept(input).forEach(told);
    }

    private static List<SeriesSamples> at(PriorityQueue<Reader> readers, long time) {
        var batch = new ArrayList<SeriesSamples>();
        while (!readers.isEmpty() && readers.peek().at() == time) {
            Reader reader = readers.remove();
            batch.add(
                    SeriesSamples.one(
                            reader.series.labels(), time, reader.series.values()[reader.next]));
            if (++reader.next < reader.series.size()) {
                readers.add(reader);
            }
        }
        return batch;
    }
}
