package dev.holdfast.detector.flow.stream;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.detector.domain.engine.Checkpoint;
import dev.holdfast.detector.domain.engine.Engine;
import dev.holdfast.detector.domain.engine.EngineSettings;
import dev.holdfast.detector.domain.engine.Input;
import dev.holdfast.detector.domain.engine.Transition;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.packs.Rules;
import dev.holdfast.detector.flow.samples.Arrival;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The stream of one system/environment: arrivals in, events out.
///
/// Each arrival that may matter is kept until the next checkpoint, so that a restart replays what
/// came since and ends in the same state. What a replay raises was already said: in the same
/// transaction as the arrival was kept. A checkpoint follows the clock of the log.
public final class KeyStream {
    private static final Duration CHECKPOINT = Duration.ofSeconds(60);
    private static final int MOST_ARRIVALS = 5_000;
    private static final int MOST_SERIES = 250_000;

    /// As long as a repeat can still lie on `holdfast.signals`.
    private static final Duration SIGNALS = Duration.ofDays(7);

    private static final List<String> SIGNAL_LABELS = List.of("component", "release", "severity");

    private final Scope scope;
    private final KeyMemory memory;
    private final Totals totals = new Totals();
    private final Deployments deployments;
    private KeyState state;
    private volatile Arrival.PackSwitch rules;
    private RulePack pack;
    private volatile Engine engine;
    private long clock;
    private long sealedAt;
    private int unsealed;
    private int unsealedSeries;

    /// What the others are to be told, before it has a sequence.
    private record Fact(String id, Instant at, TriggerEvent event) {}

    /// An arrival that cannot be taken, now or ever.
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }

    private KeyStream(Scope scope, KeyMemory memory) {
        this.scope = scope;
        this.memory = memory;
        this.deployments = new Deployments(memory);
        this.state = memory.state().orElse(KeyState.FIRST);
        Frozen frozen = memory.frozen().orElse(null);
        this.rules = frozen == null ? Arrival.PackSwitch.none() : frozen.rules();
        this.pack = Rules.of(rules);
        this.engine = engine(frozen);
        this.clock = frozen == null ? 0 : frozen.at();
        this.sealedAt = clock;
        if (frozen != null) {
            totals.restore(frozen.totals());
        }
    }

    /// The stream as the memory has it: a new one, or exactly as far as the one before came.
    public static KeyStream open(Scope scope, KeyMemory memory) {
        KeyStream stream = new KeyStream(scope, memory);
        for (Arrival arrival : memory.arrivals()) {
            stream.input(arrival);
            stream.count(arrival);
        }
        stream.takeLate(); // they were kept when they came
        return stream;
    }

    /// Takes one arrival, and answers what the others are to be told, in order.
    ///
    /// @throws Refused when it cannot be taken; nothing was written then, and the stream is to be
    ///     opened anew, since its engine may stand in the middle of something
    public List<Envelope<TriggerEvent>> take(Arrival arrival) {
        List<Envelope<TriggerEvent>> said = new ArrayList<>();
        switch (arrival) {
            case Arrival.Batch batch -> {
                List<Fact> facts = hear(() -> input(batch));
                keep(batch);
                say(said, facts);
            }
            case Arrival.Signal signal -> signal(signal, said);
            case Arrival.Tick tick -> tick(tick, said);
            case Arrival.PackSwitch change -> change(change, said);
            case Arrival.PackAnswer answer ->
                    throw new Refused(
                            "%s got an answer to pack %s, which belongs to the key %s"
                                    .formatted(scope, answer.digest(), Scope.pack(scope.system())),
                            null);
        }
        if (unsealed >= MOST_ARRIVALS || unsealedSeries >= MOST_SERIES) {
            seal();
        }
        return said;
    }

    /// The samples that came too late to count, since this was last asked.
    public List<SeriesSamples> takeLate() {
        return engine.takeLate();
    }

    /// For queries beside the stream; another one after a change of the pack's settings.
    public Engine engine() {
        return engine;
    }

    /// Whether it has heard of no time yet.
    public boolean timeless() {
        return clock == 0;
    }

    /// Whether it is a drill's that has ended, or of which something comes that was never begun:
    /// nothing of it needs to be known.
    public boolean over() {
        return scope.drill() != null && rules.digest().isEmpty();
    }

    /// The pack whose rules count here; empty before the first.
    public String digest() {
        return rules.digest();
    }

    public Scope scope() {
        return scope;
    }

    private void tick(Arrival.Tick tick, List<Envelope<TriggerEvent>> said) {
        if (tick.at() <= clock) {
            return; // of another instance, or repeated
        }
        if (clock == 0) {
            sealedAt = tick.at() - Math.floorMod(scope.hashCode(), CHECKPOINT.toMillis());
        }
        List<Fact> facts = hear(() -> input(tick));
        if (engine.changed()) {
            keep(tick); // one that left no trace need not be replayed
        }
        say(said, facts);
        if (tick.at() - sealedAt >= CHECKPOINT.toMillis()) {
            seal();
        }
    }

    private void signal(Arrival.Signal signal, List<Envelope<TriggerEvent>> said) {
        if (memory.knowsSignal(signal.id())) {
            return;
        }
        Deployments.Heard heard = deployments.hear(signal);
        List<List<Fact>> facts =
                heard.tell().stream().map(told -> hear(() -> input(told))).toList();
        memory.rememberSignal(signal.id(), Math.max(clock, signal.at()));
        deployments.keep(heard);
        for (int i = 0; i < facts.size(); i++) {
            Arrival.Signal told = heard.tell().get(i);
            keep(told);
            say(said, List.of(accepted(told)));
            say(said, facts.get(i));
        }
    }

    private Fact accepted(Arrival.Signal s) {
        Instant at = Instant.ofEpochMilli(s.at());
        return new Fact(
                EventId.of(scope, "signal", s.id()),
                at,
                new SignalAccepted(s.id(), s.kind(), s.attributes(), at));
    }

    /// A switch is sealed at once, so it never has to be replayed.
    private void change(Arrival.PackSwitch change, List<Envelope<TriggerEvent>> said) {
        if (known(change)) {
            return;
        }
        EngineSettings before = Rules.settings(rules.settings());
        List<Fact> facts =
                hear(() -> {
                    RulePack next = Rules.of(change);
                    List<Transition> out = engine.accept(new Input.PackSwitch(next));
                    pack = next;
                    return out;
                });
        rules = change;
        say(said, facts);
        seal();
        if (!before.equals(Rules.settings(change.settings()))) {
            engine = engine(memory.frozen().orElse(null));
        }
    }

    /// A drill's rules come from several instances, whose clocks differ: there the log's order counts,
    /// and the same again changes nothing.
    private boolean known(Arrival.PackSwitch change) {
        return scope.drill() == null
                ? change.version() <= rules.version()
                : change.digest().equals(rules.digest());
    }

    private List<Transition> input(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Batch(List<SeriesSamples> series, List<SeriesSamples> deltas) ->
                    engine.accept(new Input.Batch(joined(series, deltas)));
            case Arrival.Tick(long at) -> {
                clock = Math.max(clock, at);
                yield engine.accept(new Input.Tick(at));
            }
            case Arrival.Signal s ->
                    engine.accept(new Input.Signal(s.id(), s.kind(), labels(s), s.at()));
            case Arrival.PackSwitch _, Arrival.PackAnswer _ ->
                    throw new IllegalStateException("A %s is never kept".formatted(arrival));
        };
    }

    private List<SeriesSamples> joined(List<SeriesSamples> series, List<SeriesSamples> deltas) {
        if (deltas.isEmpty()) {
            return series;
        }
        List<SeriesSamples> all = new ArrayList<>(series);
        all.addAll(totals.add(deltas));
        return all;
    }

    private static Labels labels(Arrival.Signal signal) {
        Map<String, String> labels = new TreeMap<>();
        for (String name : SIGNAL_LABELS) {
            String value = signal.attributes().get(name);
            if (value != null) {
                labels.put(name, value);
            }
        }
        return Labels.of(labels);
    }

    private void keep(Arrival arrival) {
        state = state.arrived();
        memory.keep(state.arrivals(), arrival);
        memory.put(state);
        count(arrival);
    }

    private void count(Arrival arrival) {
        unsealed++;
        if (arrival instanceof Arrival.Batch batch) {
            unsealedSeries += batch.series().size() + batch.deltas().size();
        }
    }

    /// Everything that may fail on what came in happens here, before anything is written.
    private List<Fact> hear(Supplier<List<Transition>> ear) {
        try {
            return ear.get().stream()
                    .map(t ->
                            new Fact(
                                    Words.id(scope, t),
                                    Instant.ofEpochMilli(t.at()),
                                    Words.event(t)))
                    .toList();
        } catch (RuntimeException e) {
            throw new Refused("%s cannot take it: %s".formatted(scope, e), e);
        }
    }

    private void say(List<Envelope<TriggerEvent>> said, List<Fact> facts) {
        for (Fact f : facts) {
            state = state.said();
            memory.put(state);
            String digest = rules.digest().isEmpty() ? null : rules.digest();
            said.add(
                    new Envelope<>(
                            f.id(),
                            scope,
                            f.at(),
                            state.sequence(),
                            null,
                            null,
                            digest,
                            null,
                            f.event()));
        }
    }

    private void seal() {
        Checkpoint checkpoint = engine.checkpoint();
        if (checkpoint.newest() != Long.MIN_VALUE) {
            state = state.sealed();
            memory.addBlock(state.blocks(), checkpoint.newest(), checkpoint.block());
        }
        memory.put(new Frozen(rules, checkpoint.state(), totals.all(), clock));
        memory.forgetArrivals();
        memory.put(state);
        memory.dropBlocksBefore(engine.watermark() - engine.retention());
        memory.forgetSignalsBefore(clock - SIGNALS.toMillis());
        sealedAt = clock;
        unsealed = 0;
        unsealedSeries = 0;
    }

    private Engine engine(@Nullable Frozen frozen) {
        EngineSettings settings = Rules.settings(rules.settings());
        return frozen == null
                ? new Engine(pack, settings)
                : Engine.restore(pack, settings, memory.blocks(), frozen.engine());
    }
}
