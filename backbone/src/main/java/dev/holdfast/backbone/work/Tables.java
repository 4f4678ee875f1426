package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Scope;

import java.util.List;
import java.util.Optional;

/// What a [UnitOfWork] reads from the store inside its transaction.
public interface Tables {
    <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id);

    <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf);

    <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit);

    /// Locks the scope's row for the rest of the transaction and answers the sequence of the last
    /// event that was written under it.
    long lock(Scope scope);
}
