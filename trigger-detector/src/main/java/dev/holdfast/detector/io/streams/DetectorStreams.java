package dev.holdfast.detector.io.streams;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.detector.flow.stream.Windows;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// Runs the stream in this process.
public final class DetectorStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetectorStreams.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final String own;

    public DetectorStreams(Windows windows, StreamCounts counts, Properties settings) {
        own = settings.getProperty(StreamsConfig.APPLICATION_SERVER_CONFIG, "");
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

    /// `host:port` of another instance that holds the key now; nothing where it is this one, nobody, or not known.
    public Optional<String> owner(Scope scope) {
        try {
            KeyQueryMetadata owner =
                    streams.queryMetadataForKey(
                            DetectorTopology.MEMORY,
                            scope,
                            (_, key, _, partitions) ->
                                    Optional.of(Set.of(EventCodec.partition(key, partitions))));
            HostInfo host = owner.activeHost();
            boolean known =
                    !owner.equals(KeyQueryMetadata.NOT_AVAILABLE)
                            && !host.equals(HostInfo.unavailable())
                            && !(host.host() + ":" + host.port()).equals(own);
            return known ? Optional.of(host.host() + ":" + host.port()) : Optional.empty();
        } catch (StreamsNotStartedException | IllegalStateException _) {
            return Optional.empty(); // it starts or stops, and then nobody knows
        }
    }

    public String state() {
        return streams.state().name();
    }

    @Override
    public void close() {
        streams.close(STOP);
    }
}
