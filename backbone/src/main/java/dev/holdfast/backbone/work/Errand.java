package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Scope;

import java.time.Instant;
import java.util.function.Function;

/// A piece of work that is held by lease: by one instance at a time, over all instances.
public interface Errand {
    Scope scope();

    String name();

    /// Grows by one with every claim. Whoever holds an older one cannot write any more.
    long epoch();

    /// When the work was claimed, on the database's clock.
    Instant claimedAt();

    /// False when the lease may have run out: another may hold the errand by now, so nothing outside
    /// may be touched any more. Asked just before each touch; it costs nothing.
    boolean held();

    /// A transaction on the errand's scope that commits only while the lease's epoch is ours; else
    /// throws [Fenced] and nothing is written.
    <T> T write(Function<Work, T> body);

    /// Thrown to a holder whose lease ran out and was taken by another.
    final class Fenced extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Fenced(Scope scope, String name, long ours, long now) {
            super(
                    ("Errand '%s' of %s was claimed at epoch %d, but its row is now at epoch %d: "
                                    + "another instance took it after our lease ran out. This"
                                    + " result was dropped and the other's counts, so nothing"
                                    + " needs repair. If it repeats, raise holdfast.lease.")
                            .formatted(name, scope, ours, now));
        }
    }
}
