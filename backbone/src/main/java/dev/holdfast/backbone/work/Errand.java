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

    /// True when an earlier run may have done the work and could not say so: it died, its lease ran
    /// out, or its last write came to nothing. Whoever touches what knows no keys looks there first.
    default boolean resumed() {
        return false;
    }

    /// True once this instance is to stop: what is under way is ended, and nothing new begun.
    default boolean ending() {
        return false;
    }

    /// A transaction on the errand's scope that commits only while the lease's epoch is ours; else
    /// throws [Fenced] and nothing is written.
    <T> T write(Function<Work, T> body);

    /// Looks at what is there without locking the scope; its time is that of the claim. Nothing may be
    /// written here.
    default <T> T read(Function<Work, T> body) {
        return write(body);
    }

    /// The last transaction of this run: what becomes of the errand is written with the rest, at one
    /// commit. The answer is for [Desk#run] to return; nothing may be written after it.
    default Next conclude(Function<Work, Next> body) {
        return write(body);
    }

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
