package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.window.BlockCodec;
import dev.holdfast.detector.domain.window.SeriesStore;
import dev.holdfast.detector.domain.window.Tally;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Evaluates the rules of one system/environment over its samples, in event time.
///
/// Pure: no clock, no thread, no output but what `accept` answers. The same inputs give the same transitions, live,
/// replayed, or after a restore. `accept` and `checkpoint` belong to one thread; queries may come from any.
public final class Engine {

    private static final long SILENT_EVERY = 1_000;
    private static final long HOUSEKEEPING = 60_000;

    /// About a second of one core.
    private static final long QUERY_BUDGET = 100_000_000;

    /// A rule that wants more at one time fails with its reason; it would hold up all others.
    private static final long RULE_BUDGET = 2_000_000_000;

    private final EngineSettings settings;
    private final long every;
    private final EventClock clock;
    private final SeriesStore store;
    private final ExactEvaluator evaluator;
    private final SignalSeries signals = new SignalSeries();
    private final Queries queries;
    private final Tally tally = new Tally();
    private RuleSet rules;
    private long retention;
    private long evaluatedAt = EventClock.UNSET;
    private long housekeptAt = EventClock.UNSET;

    /// Times of samples that the watermark has not reached.
    private final TreeSet<Long> ahead = new TreeSet<>();

    /// Samples came that no evaluation has seen.
    private boolean dirty;

    /// When time alone changes something next.
    private long due = Long.MAX_VALUE;

    private boolean changed;
    private long evaluations;

    public Engine(RulePack pack, EngineSettings settings) {
        this.settings = settings;
        this.every = settings.every().toMillis();
        this.clock = new EventClock(settings.lateness().toMillis());
        this.store = new SeriesStore(settings.maxSeries());
        this.evaluator = ExactEvaluator.of(store, pack.dialect()).within(RULE_BUDGET);
        this.queries = new Queries(evaluator.within(QUERY_BUDGET), store);
        this.rules = ruleSet(pack);
        this.retention = retention(pack);
    }

    /// An engine as it was at a checkpoint. Then give it the inputs logged since, and ignore what it answers:
    /// those transitions have been told before.
    ///
    /// @param blocks oldest first
    /// @throws java.io.UncheckedIOException where the bytes are not what [#checkpoint()] gave
    public static Engine restore(
            RulePack pack, EngineSettings settings, List<byte[]> blocks, byte[] state) {
        var engine = new Engine(pack, settings);
        for (byte[] block : blocks) {
            for (SeriesSamples series : BlockCodec.decode(block)) {
                engine.store.addAll(series, Long.MIN_VALUE, new Tally());
            }
        }
        StateCodec.Times times = StateCodec.decode(state, engine.rules, engine.signals);
        engine.clock.restore(times.watermark(), times.anchor());
        engine.evaluatedAt = times.evaluated();
        engine.housekeptAt = times.housekept();
        engine.dirty = times.dirty();
        engine.ahead.addAll(times.ahead());
        engine.store.unsaved(times.watermark());
        engine.due = engine.rules.deadlineAfter(times.evaluated());
        return engine;
    }

    private RuleSet ruleSet(RulePack pack) {
        var policy =
                new Workshop.Policy(settings.restate().toMillis(), Math.max(1_000, every), true);
        return new RuleSet(pack, store, evaluator, policy);
    }

    private long retention(RulePack pack) {
        return Math.max(settings.retention().toMillis(), Reach.of(pack))
                + settings.lateness().toMillis()
                + HOUSEKEEPING;
    }

    /// Takes one input and answers what changed by it.
    public synchronized List<Transition> accept(Input input) {
        changed = false;
        var out = new ArrayList<Transition>();
        switch (input) {
            case Input.Batch(List<SeriesSamples> series) -> samples(series, out);
            case Input.Signal signal -> samples(signals.accept(signal), out);
            case Input.Tick(long at) -> tick(at, out);
            case Input.PackSwitch(RulePack pack) -> {
                rules = rules.carriedTo(pack, Math.max(0, clock.watermark()), out);
                retention = retention(pack);
                due = rules.deadlineAfter(evaluatedAt);
                dirty = true;
            }
        }
        changed |= !(input instanceof Input.Tick);
        return out;
    }

    private void samples(List<SeriesSamples> batch, List<Transition> out) {
        long settled = clock.watermark();
        long newest = EventClock.UNSET;
        long noted = EventClock.UNSET;
        for (SeriesSamples series : batch) {
            SeriesSamples plausible = plausible(series);
            store.addAll(plausible, settled, tally);
            for (long time : plausible.times()) {
                newest = Math.max(newest, time);
                if (time <= evaluatedAt) {
                    dirty = true;
                } else if (time != noted) {
                    ahead.add(time);
                    noted = time;
                }
            }
        }
        if (newest != EventClock.UNSET) {
            clock.sample(newest);
            reach(clock.watermark(), out);
        }
    }

    private SeriesSamples plausible(SeriesSamples series) {
        boolean all = true;
        for (long time : series.times()) {
            all &= clock.plausible(time);
        }
        if (all) {
            return series;
        }
        int[] kept =
                IntStream.range(0, series.size())
                        .filter(i -> clock.plausible(series.times()[i]))
                        .toArray();
        tally.refuse(series.size() - kept.length);
        return new SeriesSamples(
                series.labels(),
                Arrays.stream(kept).mapToLong(i -> series.times()[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> series.values()[i]).toArray());
    }

    /// A tick that leads to no evaluation leaves no trace, so that it need not be logged.
    private void tick(long at, List<Transition> out) {
        changed = clock.anchored(at);
        long now = clock.afterTick(at);
        boolean passes = due <= now || (!ahead.isEmpty() && ahead.first() <= now);
        if (!passes && !silentFor(now)) {
            return;
        }
        changed = true;
        clock.moveTo(now);
        reach(now, out);
        if (silentFor(now)) {
            evaluate(now, out);
        }
    }

    /// Is an evaluation at `now` due though no sample asks for it?
    private boolean silentFor(long now) {
        return evaluatedAt == EventClock.UNSET
                || now - evaluatedAt >= (dirty ? every : Math.max(every, SILENT_EVERY));
    }

    /// The watermark has come to `now`: evaluates at every time on the way at which a sample came or something is due.
    /// So the evaluations do not depend on how samples were ordered or cut into batches.
    private void reach(long now, List<Transition> out) {
        while (true) {
            long sample = ahead.isEmpty() ? Long.MAX_VALUE : ahead.first();
            long next = Math.min(sample, due);
            if (next > now) {
                return;
            }
            if (next == sample) {
                ahead.pollFirst();
            }
            if (next == due || evaluatedAt == EventClock.UNSET || next - evaluatedAt >= every) {
                evaluate(next, out);
            } else {
                dirty = true;
            }
        }
    }

    private void evaluate(long at, List<Transition> out) {
        rules = rules.fresh();
        rules.evaluate(at, out);
        evaluatedAt = at;
        due = rules.deadlineAfter(at);
        dirty = false;
        changed = true;
        evaluations++;
        if (housekeptAt == EventClock.UNSET || at - housekeptAt >= HOUSEKEEPING) {
            housekeptAt = at;
            store.dropBefore(at - retention);
            for (SeriesSamples signal : signals.again(at)) {
                store.addAll(signal, at, new Tally());
            }
        }
    }

    /// Did the last input change anything? A tick that did not need not be logged.
    public boolean changed() {
        return changed;
    }

    /// The samples that came too late to count, since this was last asked.
    public synchronized List<SeriesSamples> takeLate() {
        return tally.takeLate();
    }

    /// What a changelog needs to forget the inputs so far.
    public synchronized Checkpoint checkpoint() {
        List<SeriesSamples> samples = store.unsaved(clock.watermark());
        long newest =
                samples.stream()
                        .mapToLong(s -> s.times()[s.size() - 1])
                        .max()
                        .orElse(Long.MIN_VALUE);
        var times =
                new StateCodec.Times(
                        clock.watermark(),
                        clock.anchor(),
                        evaluatedAt,
                        housekeptAt,
                        dirty,
                        List.copyOf(ahead));
        return new Checkpoint(
                BlockCodec.encode(samples), newest, StateCodec.encode(times, rules, signals));
    }

    /// How long samples are needed, milliseconds: blocks whose newest sample is older than the watermark less this
    /// can be dropped.
    public long retention() {
        return retention;
    }

    /// The event time reached, milliseconds since the epoch; `Long.MIN_VALUE` before the first input.
    public synchronized long watermark() {
        return clock.watermark();
    }

    /// @throws dev.holdfast.detector.domain.promql.PromqlException where `expr` is no PromQL
    /// @throws dev.holdfast.detector.domain.exact.EvaluationException where the data does not allow it
    public QueryResult query(String expr, long at) {
        return queries.at(expr, at);
    }

    /// @throws dev.holdfast.detector.domain.promql.PromqlException where `expr` is no PromQL
    /// @throws dev.holdfast.detector.domain.exact.EvaluationException where the data does not allow it
    public QueryResult queryRange(String expr, long start, long end, long step) {
        return queries.range(expr, start, end, step);
    }

    /// The series that satisfy any of the selectors and have a sample from `from` to `to`.
    public List<Labels> series(List<String> selectors, long from, long to) {
        return queries.series(selectors, from, to);
    }

    public SortedSet<String> labelNames() {
        return store.labelNames();
    }

    public SortedSet<String> labelValues(String name) {
        return store.labelValues(name);
    }

    public synchronized List<GroupView> rules() {
        return rules.views();
    }

    public List<GroupView.AlertView> alerts() {
        return rules().stream()
                .flatMap(group -> group.rules().stream())
                .flatMap(rule -> rule.alerts().stream())
                .toList();
    }

    public synchronized Counters counters() {
        return new Counters(
                tally.taken(),
                tally.late(),
                tally.repeated(),
                tally.refused(),
                store.size(),
                evaluations);
    }

    /// How many bytes the samples take in memory.
    public long sampleBytes() {
        return store.bytes();
    }
}
