package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Samples of many series in one compressed piece.
public final class BlockCodec {

    private static final byte VERSION = 1;
    private static final int MOST_SERIES = 50_000_000;

    private BlockCodec() {}

    public static byte[] encode(List<SeriesSamples> series) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeInt(series.size());
            for (SeriesSamples one : series) {
                writeLabels(out, one.labels());
                byte[] data = Chunk.seal(one.times(), one.values(), 0, one.size()).data();
                out.writeInt(one.size());
                out.writeInt(data.length);
                out.write(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /// @throws UncheckedIOException where the bytes are no block
    public static List<SeriesSamples> decode(byte[] block) {
        if (block.length == 0 || block[0] != VERSION) {
            throw new UncheckedIOException(
                    new IOException(
                            "a block of %d bytes with an unknown version".formatted(block.length)));
        }
        try (var in =
                new DataInputStream(
                        new InflaterInputStream(
                                new ByteArrayInputStream(block, 1, block.length - 1)))) {
            int count = in.readInt();
            if (count < 0 || count > MOST_SERIES) {
                throw new IOException("a block of " + count + " series");
            }
            var series = new ArrayList<SeriesSamples>();
            for (int i = 0; i < count; i++) {
                series.add(read(in));
            }
            return series;
        } catch (IOException e) {
            throw new UncheckedIOException("a checkpoint block cannot be read", e);
        }
    }

    private static SeriesSamples read(DataInputStream in) throws IOException {
        Labels labels = readLabels(in);
        int size = in.readInt();
        byte[] data = in.readNBytes(in.readInt());
        var times = new long[size];
        var values = new double[size];
        var reader = new ChunkReader(data);
        for (int i = 0; i < size; i++) {
            reader.next();
            times[i] = reader.time;
            values[i] = reader.value;
        }
        return new SeriesSamples(labels, times, values);
    }

    public static void writeLabels(DataOutputStream out, Labels labels) throws IOException {
        out.writeInt(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            out.writeUTF(labels.nameAt(i));
            out.writeUTF(labels.valueAt(i));
        }
    }

    public static Labels readLabels(DataInputStream in) throws IOException {
        var labels = new TreeMap<String, String>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            labels.put(name, in.readUTF());
        }
        return Labels.of(labels);
    }
}
