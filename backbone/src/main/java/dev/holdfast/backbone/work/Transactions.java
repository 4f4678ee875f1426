package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Scope;

import java.util.List;
import java.util.function.Function;

/// Opens transactions on scopes, for what does not come as an event: API calls and queries.
public interface Transactions {
    /// Runs `body` in one transaction with the scope's row locked. What `body` throws rolls back
    /// and is thrown on.
    <T> T in(Scope scope, Function<Work, T> body);

    /// Reads without locking, newest first.
    <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit);

    /// Reads the documents under one scope without locking, by id.
    <T> List<T> under(Scope scope, Shelf<T> shelf);

    /// The same by pages: at most `limit` documents whose ids come after `after`, which is empty for
    /// the first page.
    <T> List<Shelved<T>> under(Scope scope, Shelf<T> shelf, String after, int limit);
}
