package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Opens transactions on scopes, for what does not come as an event: API calls and queries.
public interface Transactions {
    /// Runs `body` in one transaction with the scope's row locked. What `body` throws rolls back
    /// and is thrown on.
    <T> T in(Scope scope, Function<Work, T> body);

    /// The same as [#in], as soon as everything that was written of the scope before this call is taken
    /// in, by whichever instance reads it; after ten seconds it runs all the same, and
    /// [Work#upToDate] says so. For what people say, which reaches any instance.
    default <T> T whenRead(Scope scope, Function<Work, T> body) {
        return in(scope, body);
    }

    /// Runs `body`, which only looks, on one picture of all tables and without a lock: it waits for
    /// nobody and keeps nobody waiting. Throws `IllegalStateException` where it writes after all.
    <T> T read(Scope scope, Function<Work, T> body);

    /// Under which scope a document of this id lies, without locking; the first by key where there are several.
    Optional<Scope> scopeOf(Shelf<?> shelf, String id);

    /// Reads without locking, newest first.
    <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit);

    /// The newest of one drill or (null) of none, however many there are of others.
    default <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit) {
        return everywhere(shelf, Integer.MAX_VALUE).stream()
                .filter(s -> Objects.equals(s.scope().drill(), drill))
                .limit(limit)
                .toList();
    }

    /// Pages, in one look and without locking, through the documents of `of` for which a document of the
    /// same scope and id lies on `index`, in the order in which those were laid there, newest first.
    ///
    /// @param after the id of the last document of the page before, which still lies on `marks`; empty
    ///     for the first page
    default <T> List<Shelved<T>> listed(
            Shelf<?> index, Shelf<?> marks, Shelf<T> of, String after, int limit) {
        List<String> all = everywhere(marks, Integer.MAX_VALUE).stream().map(Shelved::id).toList();
        Set<String> later = Set.copyOf(all.subList(0, all.indexOf(after) + 1));
        List<Shelved<T>> documents = everywhere(of, Integer.MAX_VALUE);
        return everywhere(index, Integer.MAX_VALUE).stream()
                .filter(i -> !later.contains(i.id()))
                .flatMap(i ->
                        documents.stream()
                                .filter(d -> d.scope().equals(i.scope()) && d.id().equals(i.id())))
                .limit(limit)
                .toList();
    }

    /// Reads the documents under one scope without locking, by id.
    <T> List<T> under(Scope scope, Shelf<T> shelf);

    /// The same by pages: at most `limit` documents whose ids come after `after`, which is empty for
    /// the first page.
    <T> List<Shelved<T>> under(Scope scope, Shelf<T> shelf, String after, int limit);
}
