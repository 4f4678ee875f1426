package dev.holdfast.detector.io.kafka;

import dev.holdfast.detector.flow.samples.SampleLog;
import dev.holdfast.detector.flow.stream.Windows;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Puts the time into the log, ten times a second, for each partition whose keys this instance
/// holds: where nobody holds a partition, nobody needs its time. Two instances that both do it for
/// a moment do no harm, since a tick that is not newer is passed over.
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration EVERY = Duration.ofMillis(100);

    private final SampleLog log;
    private final Windows windows;
    private final InstantSource clock;
    private final Thread thread;

    public Ticker(SampleLog log, Windows windows, InstantSource clock) {
        this.log = log;
        this.windows = windows;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("ticker").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            tick();
            try {
                Thread.sleep(EVERY);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void tick() {
        List<Integer> held = windows.partitions();
        try {
            if (!held.isEmpty()) {
                log.tick(held, clock.millis());
            }
        } catch (KafkaException e) {
            LOG.warn("A tick is lost, the next follows: {}", e.toString());
        }
    }
}
