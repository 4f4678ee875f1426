package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One transaction on one scope. The scope's row is locked first, so whoever holds a `Work` is the
/// only one who writes this scope; all of it is kept, or nothing.
public interface Work {
    /// The scope that is locked.
    Scope scope();

    /// The database's time of this transaction; for one scope it never goes back.
    Instant now();

    /// False while, after a start or a rebalance, there are older events of this scope that are not
    /// read yet: what is decided now could be answered by them. Timers fire only when this is true,
    /// for a desk that says so ([Desk#timersWaitForEvents]).
    boolean upToDate();

    <T> Optional<T> find(Shelf<T> shelf, String id);

    /// All documents of the shelf under this scope, by id.
    <T> List<T> all(Shelf<T> shelf);

    <T> void put(Shelf<T> shelf, String id, T value);

    void remove(Shelf<?> shelf, String id);

    /// Reads under another scope, without a lock: for packs, and for limits over the fleet.
    <T> Optional<T> find(Scope other, Shelf<T> shelf, String id);

    /// The document of this id of each of these scopes that has one, in one look.
    <T> Map<Scope, T> find(Collection<Scope> scopes, Shelf<T> shelf, String id);

    /// Under how many scopes documents lie on the shelf, of one drill or (null) of none.
    long scopes(Shelf<?> shelf, @Nullable String drill);

    /// Reads over all scopes of one drill or (null) of none, without a lock, newest first; at most
    /// `limit` documents.
    <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit);

    /// Writes an event to our own topic: it is sent after the commit, in order, exactly as often as
    /// the transaction commits. Throws `IllegalArgumentException` for an event of another topic.
    Envelope<?> emit(Event event, Because because);

    /// The same under another scope, such as the whole system's; takes that scope's lock too, so a
    /// transaction does this at most once, and always from the narrower to the wider scope.
    Envelope<?> emit(Scope other, Event event, Because because);

    /// Holds the lock of another scope, too, to the end of this transaction: of all that do so one is
    /// at work at a time, and reads what those before it have written. Always the last lock taken.
    void alone(Scope other);

    /// Offers a version of a pack to all services, on `holdfast.packs`; for decision-service alone.
    void offer(PackFiles pack);

    /// Wakes the desk at `due`, once, with this name; a timer of the same name is replaced.
    void timer(String name, Instant due);

    void cancelTimer(String name);

    /// Has the errand of this name run at `due` or soon after, outside any transaction. One errand
    /// of a name and scope runs at a time, over all instances; asking again moves its time, or has
    /// it run once more if it is running.
    void errand(String name, Instant due);
}
