package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Scope;

/// A document with where it lies.
public record Shelved<T>(Scope scope, String id, T value) {}
