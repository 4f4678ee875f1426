package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a [UnitOfWork] reads from the store inside its transaction.
public interface Tables {
    <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id);

    /// The document of this id of each of these scopes that has one, in one look.
    default <T> Map<Scope, T> find(Collection<Scope> scopes, Shelf<T> shelf, String id) {
        Map<Scope, T> found = new HashMap<>();
        scopes.forEach(s -> find(s, shelf, id).ifPresent(value -> found.put(s, value)));
        return found;
    }

    /// Under how many scopes documents lie on the shelf, of one drill or (null) of none.
    default long scopes(Shelf<?> shelf, @Nullable String drill) {
        return everywhere(shelf, Integer.MAX_VALUE).stream()
                .map(Shelved::scope)
                .filter(s -> Objects.equals(s.drill(), drill))
                .distinct()
                .count();
    }

    <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf);

    <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit);

    /// The newest of one drill or (null) of none, however many there are of others.
    default <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit) {
        return everywhere(shelf, Integer.MAX_VALUE).stream()
                .filter(s -> Objects.equals(s.scope().drill(), drill))
                .limit(limit)
                .toList();
    }

    /// Locks the scope's row for the rest of the transaction and answers the sequence of the last
    /// event that was written under it.
    long lock(Scope scope);
}
