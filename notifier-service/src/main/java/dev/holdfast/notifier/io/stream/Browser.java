package dev.holdfast.notifier.io.stream;

import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Interest;
import dev.holdfast.notifier.domain.stream.Position;
import dev.holdfast.notifier.flow.LiveFeed;
import dev.holdfast.notifier.flow.LiveFeed.FellBehind;
import dev.holdfast.notifier.flow.LiveFeed.Item;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One reader of the live stream. It is a cursor into the ring that all share, so it needs no buffer
/// of its own; what it has missed before comes first, through a short queue. It is sent only what
/// its connection asks for.
final class Browser implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Browser.class);
    private static final int QUEUE = 512;
    private static final int MOST_SECONDS = 30;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LiveFeed feed;
    private final Interest interest;
    private final Subscriber<? super byte[]> subscriber;
    private final Runnable onEnd;
    private final Runnable wake = this::drain;
    private final long begun = System.nanoTime();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong wanted = new AtomicLong();
    private final BlockingQueue<Happening> missed = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean ended;
    private volatile boolean ending;
    private volatile boolean heartbeat;
    private volatile boolean catchingUp;
    private long number;
    private Position seen;

    Browser(
            LiveFeed feed,
            Interest interest,
            Subscriber<? super byte[]> subscriber,
            LiveFeed.Start start,
            Position seen,
            Runnable onEnd) {
        this.feed = feed;
        this.interest = interest;
        this.subscriber = subscriber;
        this.number = start.number();
        this.catchingUp = !start.held();
        this.seen = seen;
        this.onEnd = onEnd;
    }

    void begin() {
        heartbeat = true;
        subscriber.onSubscribe(this);
        feed.listen(wake);
        drain();
    }

    @Override
    public void request(long n) {
        wanted.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        drain();
    }

    @Override
    public void cancel() {
        if (!ended) {
            ended = true;
            feed.leave(wake);
            onEnd.run();
        }
    }

    /// A comment that keeps the connection open, with the position for whoever saw nothing it wanted.
    /// After an hour the reader is asked to come again, so that its token is looked at anew.
    void beat() {
        if (System.nanoTime() - begun > LONGEST.toNanos()) {
            ending = true;
        }
        heartbeat = true;
        drain();
    }

    /// Takes in what was missed; false when nobody wants it any more. A reader that takes nothing for
    /// 30 s is sent away: it holds a place that others wait for.
    boolean missed(Happening h) {
        try {
            for (int second = 0; second < MOST_SECONDS && !ended; second++) {
                if (missed.offer(h, 1, TimeUnit.SECONDS)) {
                    drain();
                    return true;
                }
            }
            end();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /// All that was missed has been handed in: what comes now is in the ring.
    void caughtUp() {
        catchingUp = false;
        drain();
    }

    /// Sends the reader away; it comes back with its position.
    void end() {
        ending = true;
        drain();
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int round = 1;
        do {
            try {
                send();
            } catch (FellBehind _) {
                ending = true;
            } catch (RuntimeException e) {
                // Its fault is its own: whoever drains here has others to serve.
                LOG.warn("A reader of the stream is sent away", e);
                ending = true;
            }
            if (ending && !ended) {
                cancel();
                farewell();
            }
            round = work.addAndGet(-round);
        } while (round != 0);
    }

    private void farewell() {
        try {
            subscriber.onComplete();
        } catch (RuntimeException e) {
            LOG.debug("A reader that is sent away has gone already: {}", e.toString());
        }
    }

    private void send() {
        while (!ended && !ending && wanted.get() > 0) {
            Optional<byte[]> frame = next();
            if (frame.isEmpty()) {
                return;
            }
            wanted.decrementAndGet();
            subscriber.onNext(frame.get());
        }
    }

    private Optional<byte[]> next() {
        if (heartbeat) {
            heartbeat = false;
            return Optional.of(bytes(": heartbeat\nid: " + seen + "\n\n"));
        }
        Optional<byte[]> old = nextMissed();
        return old.isPresent() || catchingUp ? old : nextLive();
    }

    private Optional<byte[]> nextMissed() {
        for (Happening h = missed.poll(); h != null; h = missed.poll()) {
            seen = seen.at(h.topic(), h.partition(), h.offset() + 1);
            if (interest.covers(h.event())) {
                return Optional.of(frame(LiveFeed.json(h.event())));
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> nextLive() {
        for (Optional<Item> i = feed.item(number); i.isPresent(); i = feed.item(number)) {
            number++;
            Item item = i.get();
            Happening h = item.happening();
            boolean fresh = h.offset() >= seen.next(h.topic(), h.partition());
            seen = item.after().reaches(seen) ? item.after() : seen.join(item.after());
            if (fresh && interest.covers(h.event())) {
                return Optional.of(frame(item.json()));
            }
        }
        return Optional.empty();
    }

    private byte[] frame(String json) {
        return bytes("id: " + seen + "\ndata: " + json + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
