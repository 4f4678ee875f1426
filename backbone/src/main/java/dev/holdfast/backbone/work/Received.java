package dev.holdfast.backbone.work;

/// What became of an event.
public enum Received {
    /// Done with it, or it means nothing to us.
    HANDLED,
    /// Its cause is not known yet: it is offered again after the next events of its scope, for 30 s
    /// at most. Everything that was written in the attempt is dropped.
    WAITS
}
