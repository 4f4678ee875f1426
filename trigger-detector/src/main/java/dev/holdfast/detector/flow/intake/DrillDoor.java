package dev.holdfast.detector.flow.intake;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.samples.Arrival;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Where drills come in. What comes through here is given a key of its own, whatever it says about
/// itself, so nothing of it ever reaches the real one; and nothing that comes in elsewhere is a drill.
public final class DrillDoor {
    /// Ends a drill.
    public static final String ENDED = "drill.ended";

    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    private final PackDesk packs;
    private final Door door;

    public DrillDoor(PackDesk packs, Door door) {
        this.packs = packs;
        this.door = door;
    }

    /// A drill of a system that no pack knows, or one without a name.
    public static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    /// Takes a signal of a drill; the first one opens it. Answers its key.
    ///
    /// @param named the scope that the sender named, if any
    /// @param drill the sender's name for the drill
    public Scope signalled(Arrival.Signal signal, List<Scope> named, @Nullable String drill) {
        if (named.isEmpty()) {
            throw new Unknown("a drill's event names system/environment as its subject");
        }
        Scope key = opened(named.getFirst(), drill);
        door.signalled(key, signal); // also its begin and end: the other services hear of them so
        if (signal.kind().equals(ENDED)) {
            packs.endDrill(key);
        }
        return key;
    }

    /// Takes samples of a drill that has begun: they open none, since the last ones may come after its
    /// end. What comes for a key without rules is passed over there.
    public Scope measured(Scope scope, String drill, List<Measured> all) {
        Scope key = named(scope, drill);
        if (!packs.knows(key)) {
            throw new Unknown("no active pack has " + scope);
        }
        List<SeriesSamples> samples = all.stream().map(Measured::samples).toList();
        door.measured(key, samples);
        return key;
    }

    private Scope opened(Scope scope, @Nullable String drill) {
        Scope key = named(scope, drill);
        if (!packs.openDrill(key)) {
            throw new Unknown("no active pack has " + scope);
        }
        return key;
    }

    private static Scope named(Scope scope, @Nullable String drill) {
        Optional<String> name =
                Optional.ofNullable(drill).filter(d -> d.matches(NAME) && scope.drill() == null);
        if (name.isEmpty()) {
            throw new Unknown(
                    "a drill's name has at most 63 lower-case letters, digits and '-'; it is '%s'"
                            .formatted(drill));
        }
        return new Scope(scope.system(), scope.environment(), name.get());
    }
}
