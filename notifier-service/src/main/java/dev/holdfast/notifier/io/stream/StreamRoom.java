package dev.holdfast.notifier.io.stream;

import dev.holdfast.notifier.domain.stream.Interest;
import dev.holdfast.notifier.domain.stream.Position;
import dev.holdfast.notifier.flow.LiveFeed;
import dev.holdfast.notifier.flow.PastEvents;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Holds the live stream's threads: the one that reads the topics and the one that keeps connections
/// alive. Readers of the stream need none.
public final class StreamRoom implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRoom.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /// More readers than this are sent away: dashboards for many belong behind a proxy.
    private static final int MOST = 2_000;

    private final LiveFeed feed;
    private final PastEvents past;
    private final TopicReader reader;
    private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();
    private final Thread reading;
    private final Thread beating;

    public StreamRoom(LiveFeed feed, PastEvents past, TopicReader reader) {
        this.feed = feed;
        this.past = past;
        this.reader = reader;
        this.reading = Thread.ofPlatform().name("live-stream").daemon().unstarted(reader);
        this.beating = Thread.ofVirtual().name("heartbeats").unstarted(this::beat);
    }

    public void open() {
        reading.start();
        beating.start();
    }

    public boolean full() {
        return browsers.size() >= MOST;
    }

    public int readers() {
        return browsers.size();
    }

    /// The stream for one reader, as frames of Server-Sent Events.
    ///
    /// @param last where the reader was; nothing for one that wants only what comes
    public Publisher<byte[]> stream(Interest interest, Optional<Position> last) {
        return subscriber -> attach(subscriber, interest, last);
    }

    private void attach(
            Subscriber<? super byte[]> subscriber, Interest interest, Optional<Position> last) {
        LiveFeed.Start start = last.map(feed::after).orElseGet(feed::news);
        Position seen = last.orElse(start.reached());
        Browser[] self = new Browser[1];
        Browser browser =
                new Browser(
                        feed, interest, subscriber, start, seen, () -> browsers.remove(self[0]));
        self[0] = browser;
        browsers.add(browser);
        browser.begin();
        if (!start.held()) {
            Thread.ofVirtual().name("past-events").start(() -> catchUp(browser, seen, start));
        }
    }

    private void catchUp(Browser browser, Position from, LiveFeed.Start start) {
        try {
            past.read(from, start.reached(), browser::missed);
            browser.caughtUp();
        } catch (RuntimeException e) {
            LOG.warn(
                    "A reader could not be given what it missed; it will come again: {}",
                    e.toString());
            browser.end();
        }
    }

    private void beat() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(HEARTBEAT);
                browsers.forEach(Browser::beat);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        reader.stop();
        beating.interrupt();
        browsers.forEach(Browser::end);
        try {
            reading.join(Duration.ofSeconds(3));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
