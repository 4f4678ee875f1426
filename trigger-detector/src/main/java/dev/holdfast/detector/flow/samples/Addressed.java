package dev.holdfast.detector.flow.samples;

import dev.holdfast.backbone.events.Scope;

/// An arrival with the key that it belongs to.
public record Addressed(Scope scope, Arrival arrival) {}
