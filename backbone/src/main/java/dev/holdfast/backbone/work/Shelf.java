package dev.holdfast.backbone.work;

/// A named place for the documents of one kind, each a record that Jackson can write and read.
///
/// Documents lie under a scope and an id. Old documents must stay readable: a new component of the
/// record needs a default in its canonical constructor.
public record Shelf<T>(String name, Class<T> type) {}
