package dev.holdfast.detector.flow.samples;

import dev.holdfast.detector.domain.series.SeriesSamples;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One record of `holdfast.samples`: what came in for one key, in the order of the log.
///
/// Times are milliseconds since the epoch.
public sealed interface Arrival {

    /// Samples that arrived together.
    ///
    /// @param series running totals and gauges, as Prometheus has them
    /// @param deltas increments since the sample before; the stream adds them up, in its order
    record Batch(List<SeriesSamples> series, List<SeriesSamples> deltas) implements Arrival {
        public Batch {
            series = List.copyOf(series);
            deltas = List.copyOf(deltas);
        }

        public static Batch of(List<SeriesSamples> series) {
            return new Batch(series, List.of());
        }
    }

    /// The clock of the log, for a whole partition: its record has no key.
    record Tick(long at) implements Arrival {}

    /// A fact from outside that is no measurement. Its id tells a repeat.
    record Signal(String id, String kind, Map<String, String> attributes, long at)
            implements Arrival {
        public Signal {
            attributes = Map.copyOf(attributes);
        }
    }

    /// Our answer to one version of a pack, for the key `system/*`.
    ///
    /// @param offset of the pack on `holdfast.packs`: each is answered once
    /// @param problems each with file:line:column; none means accepted
    record PackAnswer(long offset, String digest, List<String> problems, long at)
            implements Arrival {
        public PackAnswer {
            problems = List.copyOf(problems);
        }
    }

    /// From here on these rules count.
    ///
    /// @param version grows with every activation of this system's packs; an older one is passed over
    /// @param files rule files by name, as text
    record PackSwitch(
            long version,
            String digest,
            Settings settings,
            SortedMap<String, String> files,
            long at)
            implements Arrival {
        public PackSwitch {
            files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }

        /// Before the first pack: samples are kept, nothing is evaluated.
        public static PackSwitch none() {
            return new PackSwitch(0, "", Settings.DEFAULTS, new TreeMap<>(), 0);
        }
    }

    /// How a pack wants to be evaluated.
    ///
    /// @param dialect `promql-3` or `promql-2`
    record Settings(String dialect, Duration lateness, Duration every, Duration retention) {
        public static final Settings DEFAULTS =
                new Settings(
                        "promql-3", Duration.ZERO, Duration.ofMillis(100), Duration.ofHours(2));
    }
}
