package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a service does its work. It starts no thread, never sleeps, and is called.
///
/// `receive` and `due` run inside a transaction, at most once per event and timer; they only decide
/// and write. What takes time or touches the world is an errand.
public interface Desk {
    /// The service's name, for example `decision-service`.
    String service();

    /// The topic that this service alone writes.
    Topic writes();

    /// The topics of ours that it reads, packs aside.
    Set<Topic> reads();

    /// True for a desk whose timers decide: they fire only where all older events have been read.
    /// For the others timers go on while Kafka is away.
    default boolean timersWaitForEvents() {
        return false;
    }

    /// How long a stop waits for errands that run, whose leases are kept meanwhile. At most 8 s.
    default Duration lastErrands() {
        return Duration.ZERO;
    }

    /// Everything that is wrong with the file of a pack that this service reads; empty for a good one.
    List<Problem> check(PackFiles pack);

    /// Our answer to an offered version of a pack was written, in the transaction of `work`.
    default void answered(Work work, Envelope<?> answer) {}

    /// What [#receive] mostly reads of this scope; only said so that it comes quicker.
    default Wanted wanted(Scope scope) {
        return Wanted.NOTHING;
    }

    /// Takes in one event of another service (or of its own topic, if it reads that).
    Received receive(Work work, Envelope<? extends Event> event);

    /// A timer is due.
    void due(Work work, String timer);

    /// The scope under which it puts down which drills it has forgotten; empty for a desk that keeps
    /// what drills left.
    default Optional<Scope> forgets() {
        return Optional.empty();
    }

    /// These drills are forgotten with the transaction of `work`, which is on the scope of [#forgets].
    default void forgotten(Work work, List<Scope> drills) {}

    /// Does an errand; not inside a transaction. What it throws is logged and the errand is run
    /// again with growing pauses (1 s to 30 s), so throw only for what may pass.
    Next run(Errand errand);
}
