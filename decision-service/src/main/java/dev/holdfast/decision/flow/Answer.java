package dev.holdfast.decision.flow;

import dev.holdfast.decision.domain.incident.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a person's command has come to.
public sealed interface Answer {
    /// @param incident the incident it is about, if any
    /// @param state what is so now
    record Done(String scope, @Nullable String incident, String state) implements Answer {}

    record Refused(Refusal.Kind kind, String reason) implements Answer {}

    /// A version of a pack: `pending`, `active` or `refused`.
    record Pack(String digest, String state, List<String> problems) implements Answer {
        public Pack {
            problems = List.copyOf(problems);
        }
    }

    static Answer refused(Refusal refusal) {
        return new Refused(refusal.kind(), refusal.reason());
    }

    /// An answer under its idempotency key; exactly one member is there.
    record Kept(@Nullable Done done, @Nullable Refused refused, @Nullable Pack pack) {
        static Kept of(Answer answer) {
            return switch (answer) {
                case Done d -> new Kept(d, null, null);
                case Refused r -> new Kept(null, r, null);
                case Pack p -> new Kept(null, null, p);
            };
        }

        Answer answer() {
            if (done != null) {
                return done;
            }
            if (refused != null) {
                return refused;
            }
            if (pack != null) {
                return pack;
            }
            throw new IllegalStateException("An answer was kept that says nothing");
        }
    }
}
