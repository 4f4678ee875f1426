package dev.holdfast.detector.io.streams;

import dev.holdfast.detector.flow.stream.Windows;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Properties;

/// Runs the stream in this process.
public final class DetectorStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorStreams.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;

    public DetectorStreams(Windows windows, StreamCounts counts, Properties settings) {
        streams = new KafkaStreams(DetectorTopology.of(windows, counts), settings);
        streams.setUncaughtExceptionHandler(e -> {
            LOG.error(
                    "The stream's thread failed and is replaced; it begins again at the"
                            + " last commit, so nothing is lost or doubled",
                    e);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setStateListener((now, before) -> LOG.info("Stream: {} after {}", now, before));
    }

    public void start() {
        streams.start();
    }

    /// Whether it reads, and has all its state.
    public boolean running() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    public String state() {
        return streams.state().name();
    }

    @Override
    public void close() {
        streams.close(STOP);
    }
}
