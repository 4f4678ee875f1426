package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.flow.Call;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What must always hold, numbered as in DESIGN; looked at after every event, every document that is
/// kept, and every touch of a target. What does not hold is thrown as [Broken].
final class Promises implements Broker.Watching {
    private final Transitions transitions;
    private final Authorities authorities;
    private final Effects effects;
    private final Proofs proofs;
    private final Endings endings;
    private final Alarms alarms;

    Promises(Simulation simulation) {
        this.transitions = new Transitions();
        this.authorities = new Authorities(simulation);
        this.effects = new Effects(simulation, authorities);
        this.proofs = new Proofs(simulation);
        this.endings = new Endings(simulation);
        this.alarms = new Alarms(simulation);
    }

    @Override
    public void written(Topic topic, Envelope<Event> event) {
        if (transitions.written(topic, event)) {
            authorities.written(event);
            effects.written(event);
            proofs.written(event);
            endings.written(event);
        }
    }

    /// A document was kept by a service.
    void kept(String service, Place place, @Nullable Object value) {
        authorities.kept(value);
        effects.kept(service, place, value);
        endings.kept(service, place, value);
    }

    Alarms alarms() {
        return alarms;
    }

    void touched(Call call, Effect effect, String does, PlantAction.Kind kind) {
        effects.touched(call, effect, does, kind);
    }

    static Broken heldTwice(String service, Scope scope, String errand) {
        return new Broken(
                "3 one rollback a key",
                "errand '%s' of %s in %s has two living holders".formatted(errand, scope, service));
    }

    /// Written while events from before the start were still unread.
    void decidedBehind(List<Envelope<?>> events) {
        for (Envelope<?> e : events) {
            if (e.data() instanceof RollbackOrdered) {
                throw new Broken(
                        "5 old news", "ordered before all that is older was read: " + e.data());
            }
        }
    }

    void measured(Scope scope) {
        proofs.measured(scope);
    }

    /// A channel really has a notice.
    void taken(String notice) {
        transitions.taken(notice);
    }

    void relayDied(List<Envelope<?>> batch) {
        transitions.relayDied(batch);
    }

    static Broken errandFailed(String service, String errand, RuntimeException e) {
        return new Broken(
                "0 no bug stops an errand", "%s: errand '%s': %s".formatted(service, errand, e));
    }

    String newestPlan(Scope scope) {
        return authorities.newestPlan(scope);
    }

    /// Looked at every ten seconds.
    void look() {
        endings.look();
        alarms.look();
    }

    /// After the faults have ended and everything had its time.
    void ends() {
        endings.ends();
    }

    Tally tally() {
        return endings.tally();
    }
}
