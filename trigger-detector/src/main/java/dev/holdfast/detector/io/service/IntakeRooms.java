package dev.holdfast.detector.io.service;

import dev.holdfast.backbone.kafka.Listener;
import dev.holdfast.detector.io.kafka.PackTopics;
import dev.holdfast.detector.io.kafka.Ticker;
import dev.holdfast.detector.io.scrape.Scraper;
import dev.holdfast.detector.io.streams.DetectorStreams;
import dev.holdfast.detector.io.watch.ImageWatcher;

/// Everything of the detector that runs by itself, started and stopped in one order.
public final class IntakeRooms implements AutoCloseable {
    private final PackTopics packs;
    private final DetectorStreams streams;
    private final Ticker ticker;
    private final Scraper scraper;
    private final ImageWatcher watcher;
    private final Listener listener;
    private final Thread listening;

    public IntakeRooms(
            PackTopics packs,
            DetectorStreams streams,
            Ticker ticker,
            Scraper scraper,
            ImageWatcher watcher,
            Listener listener) {
        this.packs = packs;
        this.streams = streams;
        this.ticker = ticker;
        this.scraper = scraper;
        this.watcher = watcher;
        this.listener = listener;
        this.listening = Thread.ofVirtual().name("intake").unstarted(listener);
    }

    /// The rules first, then who evaluates, then what comes in.
    public void open() {
        packs.start();
        streams.start();
        ticker.start();
        scraper.start();
        watcher.start();
        listening.start();
    }

    /// What comes in first, so that the stream ends with all of it committed.
    @Override
    public void close() {
        listener.stop();
        watcher.close();
        scraper.close();
        ticker.close();
        packs.close();
        streams.close();
    }
}
