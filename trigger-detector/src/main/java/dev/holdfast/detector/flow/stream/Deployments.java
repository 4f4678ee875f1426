package dev.holdfast.detector.flow.stream;

import dev.holdfast.detector.domain.release.Phase;
import dev.holdfast.detector.domain.release.Sighting;
import dev.holdfast.detector.domain.release.Standing;
import dev.holdfast.detector.flow.samples.Arrival;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Turns what the watches see into signals about deployments. Here, in the one stream of the key and
/// with its memory: so two watches, a restarted one and a CI together tell each deployment once.
final class Deployments {
    /// What a watch says of a workload, with `component`, `release` and `state`.
    static final String SEEN = "image.seen";

    /// Components beyond this are not followed; what is said of them stays a signal like any other.
    private static final int MOST = 100;

    private final KeyMemory memory;
    private final Map<String, Standing> known;

    Deployments(KeyMemory memory) {
        this.memory = memory;
        this.known = new HashMap<>(memory.standings());
    }

    /// What one signal comes to.
    ///
    /// @param tell the signals that are to be accepted in its place; itself, mostly
    /// @param component whose standing changes; null when none does
    record Heard(
            List<Arrival.Signal> tell, @Nullable String component, @Nullable Standing standing) {
        private static Heard plain(Arrival.Signal signal) {
            return new Heard(List.of(signal), null, null);
        }
    }

    /// Writes nothing; [#keep] does.
    Heard hear(Arrival.Signal signal) {
        String component = signal.attributes().getOrDefault("component", "");
        String release = signal.attributes().getOrDefault("release", "");
        if (component.isBlank() || release.isBlank()) {
            return Heard.plain(signal);
        }
        Standing now = known.get(component);
        Optional<Phase> phase = Phase.of(signal.kind());
        if (now != null && phase.isPresent()) {
            return new Heard(
                    List.of(signal), component, now.heard(release, phase.get(), signal.at()));
        }
        Optional<Sighting.State> state =
                Sighting.State.of(signal.attributes().getOrDefault("state", ""));
        if (!signal.kind().equals(SEEN) || state.isEmpty()) {
            return Heard.plain(signal);
        }
        Sighting sighting = new Sighting(release, state.get(), signal.at());
        if (now == null) {
            return known.size() >= MOST
                    ? Heard.plain(signal)
                    : new Heard(List.of(signal), component, Standing.first(sighting));
        }
        Standing.Answer answer = now.saw(sighting);
        return new Heard(
                answer.tell().map(p -> told(signal, component, p)).stream().toList(),
                component,
                answer.next());
    }

    void keep(Heard heard) {
        if (heard.component() != null && heard.standing() != null) {
            memory.put(heard.component(), heard.standing());
            known.put(heard.component(), heard.standing());
        }
    }

    /// Its id follows from the look that showed it, so that a replay gives it the same.
    private static Arrival.Signal told(Arrival.Signal seen, String component, Phase phase) {
        Map<String, String> attributes = new TreeMap<>(seen.attributes());
        attributes.remove("state");
        String id =
                "watch %s %s %s %d"
                        .formatted(
                                component,
                                attributes.getOrDefault("release", ""),
                                phase.kind(),
                                seen.at());
        return new Arrival.Signal(id, phase.kind(), attributes, seen.at());
    }
}
