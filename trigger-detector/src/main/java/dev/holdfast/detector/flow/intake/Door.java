package dev.holdfast.detector.flow.intake;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.samples.SampleLog;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Where everything comes in: matched to its systems, appended to the log, and only then confirmed.
///
/// It keeps no state but a cache, so any instance can stand here. Safe for many threads.
public final class Door {
    /// Series whose match is remembered; beyond that the cache starts over.
    private static final int MOST_REMEMBERED = 200_000;

    private final SampleLog log;
    private final Supplier<Routes> routes;
    private final Unmatched unmatched;
    private final InstantSource clock;
    private final AtomicLong samplesIn = new AtomicLong();
    private final AtomicLong signalsIn = new AtomicLong();
    private volatile Remembered remembered;

    private record Remembered(Routes routes, Map<Known, List<Scope>> scopes) {}

    private record Known(Labels labels, Map<String, String> about) {}

    public Door(SampleLog log, Supplier<Routes> routes, Unmatched unmatched, InstantSource clock) {
        this.log = log;
        this.routes = routes;
        this.unmatched = unmatched;
        this.clock = clock;
        this.remembered = new Remembered(Routes.none(), Map.of());
    }

    /// Lets samples in and answers how many of them somebody asked for.
    ///
    /// @throws SampleLog.Unavailable when they could not be written; the sender may repeat them
    public long measured(List<Measured> all) {
        Remembered known = remembered();
        Parcels parcels = new Parcels();
        long taken = 0;
        for (Measured m : all) {
            List<Scope> scopes = scopesOf(known, m);
            for (Scope scope : scopes) {
                parcels.add(scope, m.samples(), m.delta());
            }
            taken += scopes.isEmpty() ? 0 : m.samples().size();
        }
        append(parcels.all());
        samplesIn.addAndGet(taken);
        return taken;
    }

    /// Samples of which it is known where they belong: of a scrape target, of a standing check.
    public void measured(Scope scope, List<SeriesSamples> all) {
        Parcels parcels = new Parcels();
        long count = 0;
        for (SeriesSamples s : all) {
            parcels.add(scope, s, false);
            count += s.size();
        }
        append(parcels.all());
        samplesIn.addAndGet(count);
    }

    /// Lets a signal in and answers whom it reached; nobody when no pack asks for it.
    ///
    /// @param named the scope that the sender named, if any; it counts only if a pack has it
    public List<Scope> signalled(Arrival.Signal signal, List<Scope> named) {
        Routes now = routes.get();
        List<Scope> known = named.stream().filter(now::knows).toList();
        List<Scope> scopes = known.isEmpty() ? now.of(signal.attributes()) : known;
        if (scopes.isEmpty()) {
            unmatched.add("signal " + signal.kind(), signal.attributes(), 1, clock.millis());
            return scopes;
        }
        append(scopes.stream().map(s -> new Addressed(s, signal)).toList());
        signalsIn.incrementAndGet();
        return scopes;
    }

    /// Lets a signal in whose scope is known: a drill's.
    public void signalled(Scope scope, Arrival.Signal signal) {
        append(List.of(new Addressed(scope, signal)));
        signalsIn.incrementAndGet();
    }

    public long samplesIn() {
        return samplesIn.get();
    }

    public long signalsIn() {
        return signalsIn.get();
    }

    private void append(List<Addressed> arrivals) {
        if (!arrivals.isEmpty()) {
            log.append(arrivals);
        }
    }

    private Remembered remembered() {
        Routes now = routes.get();
        Remembered known = remembered;
        if (known.routes() != now || known.scopes().size() > MOST_REMEMBERED) {
            known = new Remembered(now, new ConcurrentHashMap<>());
            remembered = known;
        }
        return known;
    }

    private List<Scope> scopesOf(Remembered known, Measured m) {
        Labels labels = m.samples().labels();
        List<Scope> scopes =
                known.scopes()
                        .computeIfAbsent(
                                new Known(labels, m.about()), k -> known.routes().of(joined(k)));
        if (scopes.isEmpty()) {
            unmatched.add(labels.metricName(), labels.toMap(), m.samples().size(), clock.millis());
        }
        return scopes;
    }

    /// The series' own labels win over what is only known about it.
    private static Map<String, String> joined(Known known) {
        Map<String, String> all = new LinkedHashMap<>(known.about());
        all.putAll(known.labels().toMap());
        return all;
    }
}
