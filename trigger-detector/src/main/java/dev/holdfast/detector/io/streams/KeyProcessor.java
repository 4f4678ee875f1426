package dev.holdfast.detector.io.streams;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.stream.KeyStream;
import dev.holdfast.detector.flow.stream.PackAnswers;
import dev.holdfast.detector.flow.stream.Windows;
import dev.holdfast.detector.io.samples.ArrivalCodec;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One partition of `holdfast.samples`: gives each key's records to its stream and forwards what
/// that says, within the task's transaction. What was said is committed at once.
///
/// A record that cannot be taken goes to the dead letters with the cause; its key is set back to
/// where it stood before, and the stream goes on. Any other failure aborts the transaction, so that
/// nothing is half written.
final class KeyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyProcessor.class);
    private static final String SERVICE = "trigger-detector";

    private final Windows windows;
    private final StreamCounts counts;
    private final Map<Scope, KeyStream> streams = new LinkedHashMap<>();
    private @Nullable Task task;

    /// What the task gave us when it began.
    private record Task(
            ProcessorContext<byte[], byte[]> context,
            KeyValueStore<Bytes, byte[]> store,
            int partition) {}

    KeyProcessor(Windows windows, StreamCounts counts) {
        this.windows = windows;
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(DetectorTopology.MEMORY);
        task = new Task(context, store, context.taskId().partition());
        for (Scope scope : StoreMemory.scopes(store)) {
            if (!scope.equals(Scope.pack(scope.system()))) {
                open(task, scope);
            }
        }
        windows.hold(task.partition(), this);
        LOG.info("Partition {} begins with {} keys", task.partition(), streams.size());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task now = begun();
        Arrival arrival;
        try {
            arrival = told(ArrivalCodec.decode(record.value()), record.timestamp());
        } catch (RuntimeException e) {
            bury(now, record, e);
            return;
        }
        if (arrival instanceof Arrival.Tick) {
            for (KeyStream stream : List.copyOf(streams.values())) {
                take(now, stream.scope(), record, arrival);
            }
        } else if (record.key() == null) {
            bury(now, record, new IllegalArgumentException("it has no key"));
        } else {
            take(now, null, record, arrival);
        }
        counts.taken(arrival, record.timestamp());
    }

    @Override
    public void close() {
        Task now = task;
        if (now != null) {
            windows.release(now.partition(), this, List.copyOf(streams.values()));
        }
        streams.clear();
    }

    private void take(
            Task now, @Nullable Scope known, Record<byte[], byte[]> record, Arrival arrival) {
        Scope scope = known == null ? scope(now, record) : known;
        if (scope == null) {
            return;
        }
        try {
            List<Envelope<TriggerEvent>> said = events(now, scope, arrival, record.timestamp());
            said.forEach(event -> forward(now, event));
            keepLate(now, scope, record.timestamp());
            if (!said.isEmpty()) {
                now.context().commit();
            }
        } catch (KeyStream.Refused e) {
            bury(now, record, e);
            open(now, scope);
        }
    }

    /// A tick says the broker's time, which its record carries: no host's clock moves event time.
    private static Arrival told(Arrival arrival, long timestamp) {
        return arrival instanceof Arrival.Tick ? new Arrival.Tick(timestamp) : arrival;
    }

    private void keepLate(Task now, Scope scope, long timestamp) {
        KeyStream stream = streams.get(scope);
        List<SeriesSamples> late = stream == null ? List.of() : stream.takeLate();
        if (!late.isEmpty()) {
            now.context()
                    .forward(
                            new Record<>(
                                    bytes(scope.key()),
                                    ArrivalCodec.encode(Arrival.Batch.of(late)),
                                    Math.max(0, timestamp)),
                            DetectorTopology.LATE);
        }
    }

    private @Nullable Scope scope(Task now, Record<byte[], byte[]> record) {
        try {
            return Scope.parse(new String(record.key(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            bury(now, record, e);
            return null;
        }
    }

    private List<Envelope<TriggerEvent>> events(
            Task now, Scope scope, Arrival arrival, long timestamp) {
        if (arrival instanceof Arrival.PackAnswer answer) {
            return new PackAnswers(scope, new StoreMemory(now.store(), scope)).take(answer);
        }
        KeyStream known = streams.get(scope);
        KeyStream stream = known == null ? open(now, scope) : known;
        List<Envelope<TriggerEvent>> said = new ArrayList<>();
        if (stream.timeless() && timestamp > 0) {
            // The log's own time comes first: no sample says what year it is.
            said.addAll(stream.take(new Arrival.Tick(timestamp)));
        }
        said.addAll(stream.take(arrival));
        if (stream.over()) {
            streams.remove(scope);
            windows.release(stream);
            new StoreMemory(now.store(), scope).forget();
        }
        return said;
    }

    private KeyStream open(Task now, Scope scope) {
        KeyStream stream = KeyStream.open(scope, new StoreMemory(now.store(), scope));
        streams.put(scope, stream);
        windows.hold(stream);
        return stream;
    }

    private void forward(Task now, Envelope<TriggerEvent> event) {
        RecordHeaders headers = new RecordHeaders();
        EventCodec.headers(SERVICE, event).forEach((k, v) -> headers.add(k, bytes(v)));
        Record<byte[], byte[]> out =
                new Record<>(
                        bytes(event.scope().key()),
                        Json.bytes(event.data()),
                        Math.max(0, event.time().toEpochMilli()),
                        headers);
        now.context().forward(out, DetectorTopology.TRIGGERS);
        counts.said(event);
    }

    private void bury(Task now, Record<byte[], byte[]> record, RuntimeException cause) {
        LOG.error(
                "A record of partition {} could not be taken and goes to the dead letters; its key"
                        + " stands where it stood before, the stream goes on",
                now.partition(),
                cause);
        counts.buried();
        RecordHeaders headers = new RecordHeaders();
        headers.add("holdfast_topic", bytes(Topic.SAMPLES.title()));
        headers.add("holdfast_partition", bytes(Integer.toString(now.partition())));
        headers.add("holdfast_cause", bytes(String.valueOf(cause)));
        now.context()
                .forward(
                        new Record<>(
                                record.key(),
                                record.value(),
                                Math.max(0, record.timestamp()),
                                headers),
                        DetectorTopology.DEAD_LETTERS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Task begun() {
        Task now = task;
        if (now == null) {
            throw new IllegalStateException("A record came before the task began");
        }
        return now;
    }
}
