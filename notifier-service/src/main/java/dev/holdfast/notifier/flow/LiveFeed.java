package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.board.Board;
import dev.holdfast.notifier.domain.board.Views.Detail;
import dev.holdfast.notifier.domain.board.Views.Now;
import dev.holdfast.notifier.domain.board.Views.Row;
import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Position;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// The live stream of all five topics, and the console's picture folded from it.
///
/// The newest events lie in a ring that all readers share; each reader is only a number, so a slow
/// one costs nothing and holds nobody up: whoever falls out of the ring is sent away and comes back
/// with its position.
public final class LiveFeed {
    private final Item[] ring;
    private final BiConsumer<Envelope<Event>, RuntimeException> unshown;
    private final Board board = new Board();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private Position reached = Position.start();
    private Position oldest = Position.start();
    private long written;
    private volatile boolean complete;

    /// One event as it is sent.
    ///
    /// @param after where a reader stands that has seen it
    /// @param json the envelope
    public record Item(Happening happening, Position after, String json) {}

    /// @param size how many events the ring holds
    /// @param unshown told of events that the console cannot show, with what went wrong
    public LiveFeed(int size, BiConsumer<Envelope<Event>, RuntimeException> unshown) {
        this.ring = new Item[size];
        this.unshown = unshown;
    }

    /// Takes in the next event of one partition; called by the one reader of the topics.
    public void accept(Happening h) {
        String json = json(h.event());
        synchronized (this) {
            reached = reached.at(h.topic(), h.partition(), h.offset() + 1);
            show(h.event());
            int slot = (int) (written % ring.length);
            Item fallen = ring[slot];
            if (fallen != null) {
                oldest = fallen.after();
            }
            ring[slot] = new Item(h, reached, json);
            written++;
        }
        if (complete) {
            listeners.forEach(Runnable::run);
        }
    }

    /// An event that cannot be shown is passed over: the stream goes on for everybody.
    private void show(Envelope<Event> event) {
        try {
            board.take(event);
        } catch (RuntimeException e) {
            unshown.accept(event, e);
        }
    }

    /// Says that a partition has been read to here although nothing of ours lies there.
    public synchronized void passed(Position position) {
        reached = reached.join(position);
    }

    /// The events before this position were never in the ring.
    public synchronized void startsAt(Position position) {
        oldest = position;
        reached = position;
    }

    /// Everything there was at the start has been read.
    public void complete() {
        complete = true;
        listeners.forEach(Runnable::run);
    }

    public boolean isComplete() {
        return complete;
    }

    public synchronized Position reached() {
        return reached;
    }

    /// Where a reader begins.
    ///
    /// @param number of the first event to read from the ring
    /// @param reached what lies before that event
    /// @param held true when the ring has all that the reader has not seen
    public record Start(long number, Position reached, boolean held) {}

    /// For a reader that wants only what comes.
    public synchronized Start news() {
        return new Start(written, reached, true);
    }

    /// For a reader that has come to `position`: from the ring where it holds all that is missing.
    public synchronized Start after(Position position) {
        return position.reaches(oldest)
                ? new Start(Math.max(0, written - ring.length), reached, true)
                : new Start(written, reached, false);
    }

    /// The event of this number; nothing where it is not there yet. Throws [FellBehind] where it is
    /// not there any more.
    public synchronized Optional<Item> item(long number) {
        if (number < written - ring.length) {
            throw new FellBehind(number, written - ring.length);
        }
        return number >= written
                ? Optional.empty()
                : Optional.ofNullable(ring[(int) (number % ring.length)]);
    }

    /// `listener` is run after every event, on the reader's thread: it must be quick.
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    public void leave(Runnable listener) {
        listeners.remove(listener);
    }

    public int readers() {
        return listeners.size();
    }

    public Now now(Instant at) {
        return now(at, _ -> true);
    }

    /// @param seen scopes that may be shown
    public synchronized Now now(Instant at, Predicate<Scope> seen) {
        return board.now(at, complete, seen);
    }

    public synchronized List<Row> history(String text, int limit, Predicate<Scope> seen) {
        return board.history(text, limit, seen);
    }

    public synchronized Optional<Detail> incident(String id) {
        return board.incident(id);
    }

    /// An envelope as readers outside see it.
    public static String json(Envelope<Event> event) {
        return Json.text(Wire.of(event));
    }

    /// How an envelope looks to readers outside.
    public record Wire(
            String id,
            String type,
            String scope,
            Instant time,
            long sequence,
            String correlation,
            String causation,
            Event data) {
        static Wire of(Envelope<Event> e) {
            return new Wire(
                    e.id(),
                    EventTypes.of(e.data()),
                    e.scope().key(),
                    e.time(),
                    e.sequence(),
                    e.correlation() == null ? "" : e.correlation(),
                    e.causation() == null ? "" : e.causation(),
                    e.data());
        }
    }

    /// A reader was slower than the events for longer than the ring.
    public static final class FellBehind extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FellBehind(long wanted, long first) {
            super(
                    "Event %d is gone, the oldest here is %d; come back with Last-Event-ID"
                            .formatted(wanted, first));
        }
    }
}
