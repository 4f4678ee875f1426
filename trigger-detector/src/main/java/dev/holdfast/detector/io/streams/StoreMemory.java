package dev.holdfast.detector.io.streams;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.release.Standing;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.flow.stream.Frozen;
import dev.holdfast.detector.flow.stream.KeyMemory;
import dev.holdfast.detector.flow.stream.KeyState;
import dev.holdfast.detector.io.samples.ArrivalCodec;
import dev.holdfast.detector.io.samples.ByteReader;
import dev.holdfast.detector.io.samples.ByteWriter;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// The memory of one key in the task's store.
///
///     store key = scope  0x00  kind  (number: 8 bytes  [part: 8 bytes] | signal id)
///     'S' counters   'F' newest checkpoint, in parts   'A' arrival
///     'B' newest:8 bytes, block, in parts   'G' signal's time
///     'R' what is known of a component's release; its key ends with the component
///
/// What may be large is kept in parts, each well below what the changelog takes as one record.
final class StoreMemory implements KeyMemory {
    private static final byte STATE = 'S';
    private static final byte FROZEN = 'F';
    private static final byte ARRIVAL = 'A';
    private static final byte BLOCK = 'B';
    private static final byte SIGNAL = 'G';
    private static final byte RELEASE = 'R';
    private static final int PART = 512 * 1024;

    private final KeyValueStore<Bytes, byte[]> store;
    private final byte[] prefix;

    StoreMemory(KeyValueStore<Bytes, byte[]> store, Scope scope) {
        this.store = store;
        this.prefix = (scope.key() + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /// The scopes whose streams the store knows.
    static Set<Scope> scopes(KeyValueStore<Bytes, byte[]> store) {
        Set<Scope> scopes = new LinkedHashSet<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                byte[] key = all.next().key.get();
                int end = 0;
                while (key[end] != 0) {
                    end++;
                }
                if (key[end + 1] != STATE) {
                    scopes.add(Scope.parse(new String(key, 0, end, StandardCharsets.UTF_8)));
                }
            }
        }
        return scopes;
    }

    @Override
    public Optional<KeyState> state() {
        byte[] bytes = store.get(key(STATE));
        if (bytes == null) {
            return Optional.empty();
        }
        ByteReader in = new ByteReader(bytes);
        return Optional.of(new KeyState(in.count(), in.count(), in.count(), in.signed()));
    }

    @Override
    public void put(KeyState state) {
        ByteWriter out = new ByteWriter(32);
        out.count(state.sequence());
        out.count(state.arrivals());
        out.count(state.blocks());
        out.signed(state.answered());
        store.put(key(STATE), out.toBytes());
    }

    @Override
    public Optional<Frozen> frozen() {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        each(FROZEN, (_, part) -> parts.writeBytes(part));
        if (parts.size() == 0) {
            return Optional.empty();
        }
        byte[] bytes = parts.toByteArray();
        ByteReader in = new ByteReader(bytes);
        long at = in.signed();
        Arrival rules = ArrivalCodec.decode(in.raw());
        Arrival totals = ArrivalCodec.decode(in.raw());
        if (rules instanceof Arrival.PackSwitch change && totals instanceof Arrival.Batch sums) {
            return Optional.of(new Frozen(change, in.raw(), sums.series(), at));
        }
        throw new ByteReader.Unreadable("a checkpoint holds something else than it should");
    }

    @Override
    public void put(Frozen frozen) {
        ByteWriter out = new ByteWriter(frozen.engine().length + 1024);
        out.signed(frozen.at());
        out.raw(ArrivalCodec.encode(frozen.rules()));
        out.raw(ArrivalCodec.encode(Arrival.Batch.of(frozen.totals())));
        out.raw(frozen.engine());
        List<Bytes> before = new ArrayList<>();
        each(FROZEN, (key, _) -> before.add(key));
        List<byte[]> parts = parts(out.toBytes());
        for (int i = 0; i < parts.size(); i++) {
            store.put(key(FROZEN, i), parts.get(i));
        }
        before.stream().skip(parts.size()).forEach(store::delete);
    }

    @Override
    public List<Arrival> arrivals() {
        List<Arrival> all = new ArrayList<>();
        each(ARRIVAL, (_, value) -> all.add(ArrivalCodec.decode(value)));
        return all;
    }

    @Override
    public void keep(long number, Arrival arrival) {
        store.put(key(ARRIVAL, number), ArrivalCodec.encode(arrival));
    }

    @Override
    public void forgetArrivals() {
        removeWhere(ARRIVAL, Long.MAX_VALUE, _ -> 0);
    }

    @Override
    public List<byte[]> blocks() {
        Map<Bytes, ByteArrayOutputStream> all = new LinkedHashMap<>();
        each(
                BLOCK,
                (key, value) ->
                        all.computeIfAbsent(whole(key), _ -> new ByteArrayOutputStream())
                                .write(value, Long.BYTES, value.length - Long.BYTES));
        return all.values().stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    @Override
    public void addBlock(long number, long newest, byte[] block) {
        List<byte[]> parts = parts(block);
        for (int i = 0; i < parts.size(); i++) {
            byte[] part = parts.get(i);
            ByteBuffer value = ByteBuffer.allocate(Long.BYTES + part.length);
            store.put(key(BLOCK, number, i), value.putLong(newest).put(part).array());
        }
    }

    /// The key of a part without the part's number.
    private static Bytes whole(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length - Long.BYTES));
    }

    private static List<byte[]> parts(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < bytes.length; from += PART) {
            parts.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART)));
        }
        return parts;
    }

    @Override
    public void dropBlocksBefore(long time) {
        removeWhere(BLOCK, time, value -> ByteBuffer.wrap(value).getLong());
    }

    @Override
    public boolean knowsSignal(String id) {
        return store.get(bytes(SIGNAL, id.getBytes(StandardCharsets.UTF_8))) != null;
    }

    @Override
    public void rememberSignal(String id, long at) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(at).array();
        store.put(bytes(SIGNAL, id.getBytes(StandardCharsets.UTF_8)), value);
    }

    @Override
    public void forgetSignalsBefore(long time) {
        removeWhere(SIGNAL, time, value -> ByteBuffer.wrap(value).getLong());
    }

    @Override
    public Map<String, Standing> standings() {
        Map<String, Standing> all = new LinkedHashMap<>();
        each(
                RELEASE,
                (key, value) -> {
                    byte[] bytes = key.get();
                    int from = prefix.length + 1;
                    String component =
                            new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
                    all.put(component, StandingCodec.decode(value));
                });
        return all;
    }

    @Override
    public void put(String component, Standing standing) {
        store.put(
                bytes(RELEASE, component.getBytes(StandardCharsets.UTF_8)),
                StandingCodec.encode(standing));
    }

    /// Forgets everything but the counters, so that a key that comes again goes on counting.
    void forget() {
        for (byte kind : new byte[] {FROZEN, ARRIVAL, BLOCK, SIGNAL, RELEASE}) {
            removeWhere(kind, Long.MAX_VALUE, _ -> Long.MIN_VALUE);
        }
    }

    private interface TimeOf {
        long of(byte[] value);
    }

    private void removeWhere(byte kind, long before, TimeOf time) {
        List<Bytes> gone = new ArrayList<>();
        each(
                kind,
                (key, value) -> {
                    if (time.of(value) < before) {
                        gone.add(key);
                    }
                });
        gone.forEach(store::delete);
    }

    private void each(byte kind, BiConsumer<Bytes, byte[]> visit) {
        Bytes from = key(kind);
        Bytes to = key((byte) (kind + 1));
        try (KeyValueIterator<Bytes, byte[]> some = store.range(from, to)) {
            while (some.hasNext()) {
                KeyValue<Bytes, byte[]> entry = some.next();
                if (entry.key.compareTo(to) < 0) {
                    visit.accept(entry.key, entry.value);
                }
            }
        }
    }

    private Bytes key(byte kind, long... numbers) {
        ByteBuffer more = ByteBuffer.allocate(Long.BYTES * numbers.length);
        for (long number : numbers) {
            more.putLong(number);
        }
        return bytes(kind, more.array());
    }

    private Bytes bytes(byte kind, byte[] more) {
        byte[] key = new byte[prefix.length + 1 + more.length];
        System.arraycopy(prefix, 0, key, 0, prefix.length);
        key[prefix.length] = kind;
        System.arraycopy(more, 0, key, prefix.length + 1, more.length);
        return Bytes.wrap(key);
    }
}
