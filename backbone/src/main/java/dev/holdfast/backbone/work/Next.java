package dev.holdfast.backbone.work;

import java.time.Instant;

/// What is to become of an errand that has run.
public sealed interface Next {
    /// Nothing left to do.
    record Done() implements Next {}

    /// Run it again at this time, in the database's clock.
    record Again(Instant at) implements Next {}
}
