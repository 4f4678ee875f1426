package dev.holdfast.detector.io.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Texts;
import dev.holdfast.detector.flow.intake.Measured;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Reads `prometheus.WriteRequest` (1.0) and `io.prometheus.write.v2.Request` (2.0) field by field.
///
/// A series whose labels are not valid is passed over and counted, as are native histograms, which
/// Holdfast does not keep; the others are taken. Exemplars and metadata mean nothing here.
final class RemoteWriteReader {
    static final int MOST_SERIES = 200_000;
    static final int MOST_SAMPLES = 1_000_000;
    private static final int MOST_SYMBOLS = 500_000;
    private static final int MOST_LABELS = 128;
    private static final int MOST_TEXT = 8_192;

    private static final int VARINT = WireFormat.WIRETYPE_VARINT;
    private static final int FIXED = WireFormat.WIRETYPE_FIXED64;
    private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final boolean second;
    private final CodedInputStream in;
    private final List<String> symbols = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private int series;
    private long samples;
    private long rejected;
    private String reason = "";

    private RemoteWriteReader(byte[] plain, boolean second) {
        this.in = CodedInputStream.newInstance(plain);
        this.second = second;
    }

    /// Bytes that are no such message, or more than anybody sends who means well.
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /// @throws Unreadable when the bytes are not the message
    static RemoteWriteReading read(byte[] plain, boolean second) {
        var reader = new RemoteWriteReader(plain, second);
        try {
            return reader.request();
        } catch (IOException e) {
            throw new Unreadable("no %s: %s".formatted(name(second), e.getMessage()));
        }
    }

    private static String name(boolean second) {
        return second ? "io.prometheus.write.v2.Request" : "prometheus.WriteRequest";
    }

    /// What is done with a field; false passes it over.
    private interface Field {
        boolean read(int number, int type) throws IOException;
    }

    private void message(Field field) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            if (!field.read(number, WireFormat.getTagWireType(tag)) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group that began nowhere ends");
            }
        }
    }

    private void inside(Field field) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        message(field);
        in.popLimit(limit);
    }

    private RemoteWriteReading request() throws IOException {
        int seriesField = second ? 5 : 1;
        message((number, type) -> {
            if (second && number == 4 && type == BYTES) {
                symbol();
                return true;
            }
            if (number == seriesField && type == BYTES) {
                timeSeries();
                return true;
            }
            return false;
        });
        return new RemoteWriteReading(measured, samples, rejected, reason);
    }

    private void symbol() throws IOException {
        if (symbols.size() >= MOST_SYMBOLS) {
            throw new Unreadable("more than %d symbols".formatted(MOST_SYMBOLS));
        }
        symbols.add(text());
    }

    private String text() throws IOException {
        String text = in.readStringRequireUtf8();
        if (text.length() > MOST_TEXT) {
            throw new Unreadable(
                    "a text of %d characters, allowed are %d".formatted(text.length(), MOST_TEXT));
        }
        return Texts.known(text);
    }

    /// One series while it is read.
    private static final class Open {
        final List<String> names = new ArrayList<>();
        final List<String> values = new ArrayList<>();
        final List<Integer> references = new ArrayList<>();
        long[] times = new long[1];
        double[] numbers = new double[1];
        int size;
        int histograms;

        void add(long time, double number) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            times[size] = time;
            numbers[size++] = number;
        }
    }

    private void timeSeries() throws IOException {
        if (++series > MOST_SERIES) {
            throw new Unreadable("more than %d series".formatted(MOST_SERIES));
        }
        var open = new Open();
        inside((number, type) -> {
            if (number == 1) {
                return labels(open, type);
            }
            if (number == 2 && type == BYTES) {
                sample(open);
                return true;
            }
            open.histograms += number == (second ? 3 : 4) ? 1 : 0;
            return false;
        });
        close(open);
    }

    private boolean labels(Open open, int type) throws IOException {
        if (!second && type == BYTES) {
            label(open);
        } else if (second && type == BYTES) {
            int limit = in.pushLimit(in.readRawVarint32());
            while (in.getBytesUntilLimit() > 0) {
                reference(open);
            }
            in.popLimit(limit);
        } else if (second && type == VARINT) {
            reference(open);
        } else {
            return false;
        }
        return true;
    }

    private void reference(Open open) throws IOException {
        if (open.references.size() >= 2 * MOST_LABELS) {
            throw new Unreadable("a series with more than %d labels".formatted(MOST_LABELS));
        }
        open.references.add(in.readUInt32());
    }

    private void label(Open open) throws IOException {
        if (open.names.size() >= MOST_LABELS) {
            throw new Unreadable("a series with more than %d labels".formatted(MOST_LABELS));
        }
        String[] pair = {"", ""};
        inside((number, type) -> {
            boolean known = type == BYTES && (number == 1 || number == 2);
            if (known) {
                pair[number - 1] = text();
            }
            return known;
        });
        open.names.add(pair[0]);
        open.values.add(pair[1]);
    }

    private void sample(Open open) throws IOException {
        if (++samples > MOST_SAMPLES) {
            throw new Unreadable("more than %d samples".formatted(MOST_SAMPLES));
        }
        double[] value = {0};
        long[] time = {0};
        inside((number, type) -> {
            if (number == 1 && type == FIXED) {
                value[0] = in.readDouble();
            } else if (number == 2 && type == VARINT) {
                time[0] = in.readInt64();
            } else {
                return false;
            }
            return true;
        });
        open.add(time[0], value[0]);
    }

    private void close(Open open) {
        if (open.histograms > 0) {
            reject(open.histograms, "native histograms are not taken, send classic buckets");
        }
        for (int reference : open.references) {
            if (reference < 0 || reference >= symbols.size()) {
                samples -= open.size;
                reject(
                        open.size,
                        "labels_refs names symbol %d of %d".formatted(reference, symbols.size()));
                return;
            }
        }
        for (int i = 0; i + 1 < open.references.size(); i += 2) {
            open.names.add(symbols.get(open.references.get(i)));
            open.values.add(symbols.get(open.references.get(i + 1)));
        }
        String wrong = wrong(open);
        if (!wrong.isEmpty()) {
            samples -= open.size;
            reject(open.size, wrong);
        } else if (open.size > 0) {
            measured.add(Measured.of(samples(open)));
        }
    }

    private static String wrong(Open open) {
        if (open.references.size() % 2 != 0) {
            return "labels_refs has an odd number of entries";
        }
        boolean named = false;
        boolean ordered = true;
        for (int i = 0; i < open.names.size(); i++) {
            String name = open.names.get(i);
            if (name.isEmpty()) {
                return "a label has no name";
            }
            ordered &= i == 0 || open.names.get(i - 1).compareTo(name) < 0;
            named |= name.equals(Labels.NAME) && !open.values.get(i).isEmpty();
        }
        return ordered || Set.copyOf(open.names).size() == open.names.size()
                ? named ? "" : "a series has no name"
                : "label %s stands twice".formatted(twice(open.names));
    }

    private static String twice(List<String> names) {
        var seen = new HashSet<String>();
        return names.stream().filter(name -> !seen.add(name)).findFirst().orElseThrow();
    }

    private static SeriesSamples samples(Open open) {
        var pairs = new String[2 * open.names.size()];
        for (int i = 0; i < open.names.size(); i++) {
            pairs[2 * i] = open.names.get(i);
            pairs[2 * i + 1] = open.values.get(i);
        }
        Labels labels = Labels.taking(pairs);
        for (int i = 1; i < open.size; i++) {
            if (open.times[i - 1] > open.times[i]) {
                return sorted(labels, open);
            }
        }
        return new SeriesSamples(
                labels,
                Arrays.copyOf(open.times, open.size),
                Arrays.copyOf(open.numbers, open.size));
    }

    private static SeriesSamples sorted(Labels labels, Open open) {
        int[] order =
                IntStream.range(0, open.size)
                        .boxed()
                        .sorted((a, b) -> Long.compare(open.times[a], open.times[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return new SeriesSamples(
                labels,
                Arrays.stream(order).mapToLong(i -> open.times[i]).toArray(),
                Arrays.stream(order).mapToDouble(i -> open.numbers[i]).toArray());
    }

    private void reject(long count, String why) {
        rejected += count;
        reason = why;
    }
}
