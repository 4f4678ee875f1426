package dev.holdfast.detector.io.samples;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Texts;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.io.samples.ByteReader.Unreadable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One [Arrival] as bytes, version 1.
///
///     record   = version:1 byte  kind:1 byte  body
///     batch    = texts  base:signed  series  deltas            kind 1
///     texts    = n  n × text                                   each label name and value once
///     series   = n  n × (pairs  pairs × (name  value)          numbers of texts
///                        samples  samples × (time:signed  value:8 bytes))
///     tick     = time:signed                                   kind 2
///     signal   = id kind time n  n × (text text)               kind 3
///     answer   = offset digest time n  n × text                kind 4
///     switch   = version digest time dialect lateness every retention n  n × (file text)   kind 5
///
/// A time in a batch is the distance to the one before it, the first of a series to `base`; counts
/// and numbers are seven bits a byte ([ByteWriter]). A reader refuses any other version: a new one
/// is read by all instances one release before any writes it.
public final class ArrivalCodec {
    private static final int VERSION = 1;
    private static final int BATCH = 1;
    private static final int TICK = 2;
    private static final int SIGNAL = 3;
    private static final int ANSWER = 4;
    private static final int SWITCH = 5;

    private ArrivalCodec() {}

    public static byte[] encode(Arrival arrival) {
        ByteWriter out = new ByteWriter(256);
        out.one(VERSION);
        switch (arrival) {
            case Arrival.Batch batch -> {
                out.one(BATCH);
                batch(out, batch);
            }
            case Arrival.Tick(long at) -> {
                out.one(TICK);
                out.signed(at);
            }
            case Arrival.Signal signal -> {
                out.one(SIGNAL);
                out.text(signal.id());
                out.text(signal.kind());
                out.signed(signal.at());
                texts(out, new TreeMap<>(signal.attributes()));
            }
            case Arrival.PackAnswer answer -> {
                out.one(ANSWER);
                out.count(answer.offset());
                out.text(answer.digest());
                out.signed(answer.at());
                out.count(answer.problems().size());
                answer.problems().forEach(out::text);
            }
            case Arrival.PackSwitch change -> {
                out.one(SWITCH);
                packSwitch(out, change);
            }
        }
        return out.toBytes();
    }

    /// Throws [Unreadable] for anything that [#encode] does not write.
    public static Arrival decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.one();
        if (version != VERSION) {
            throw new Unreadable("it has version %d, read is %d".formatted(version, VERSION));
        }
        int kind = in.one();
        Arrival arrival =
                switch (kind) {
                    case BATCH -> batch(in);
                    case TICK -> new Arrival.Tick(in.signed());
                    case SIGNAL -> signal(in);
                    case ANSWER -> answer(in);
                    case SWITCH -> packSwitch(in);
                    default -> throw new Unreadable("kind %d is unknown".formatted(kind));
                };
        in.end();
        return arrival;
    }

    private static void batch(ByteWriter out, Arrival.Batch batch) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        collect(numbers, batch.series());
        collect(numbers, batch.deltas());
        out.count(numbers.size());
        numbers.keySet().forEach(out::text);
        long base = base(batch);
        out.signed(base);
        series(out, numbers, batch.series(), base);
        series(out, numbers, batch.deltas(), base);
    }

    private static void collect(Map<String, Integer> numbers, List<SeriesSamples> all) {
        for (SeriesSamples s : all) {
            for (int i = 0; i < s.labels().size(); i++) {
                numbers.putIfAbsent(s.labels().nameAt(i), numbers.size());
                numbers.putIfAbsent(s.labels().valueAt(i), numbers.size());
            }
        }
    }

    private static long base(Arrival.Batch batch) {
        for (List<SeriesSamples> all : List.of(batch.series(), batch.deltas())) {
            for (SeriesSamples s : all) {
                if (s.size() > 0) {
                    return s.times()[0];
                }
            }
        }
        return 0;
    }

    private static void series(
            ByteWriter out, Map<String, Integer> numbers, List<SeriesSamples> all, long base) {
        out.count(all.size());
        for (SeriesSamples s : all) {
            out.count(s.labels().size());
            for (int i = 0; i < s.labels().size(); i++) {
                out.count(numbers.getOrDefault(s.labels().nameAt(i), 0));
                out.count(numbers.getOrDefault(s.labels().valueAt(i), 0));
            }
            out.count(s.size());
            long before = base;
            for (int i = 0; i < s.size(); i++) {
                out.signed(s.times()[i] - before);
                before = s.times()[i];
                out.real(s.values()[i]);
            }
        }
    }

    private static Arrival.Batch batch(ByteReader in) {
        String[] texts = new String[in.items(1)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Texts.known(in.text());
        }
        long base = in.signed();
        List<SeriesSamples> series = series(in, texts, base);
        return new Arrival.Batch(series, series(in, texts, base));
    }

    private static List<SeriesSamples> series(ByteReader in, String[] texts, long base) {
        int n = in.items(2);
        List<SeriesSamples> all = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            Labels labels = labels(in, texts);
            int size = in.items(9);
            long[] times = new long[size];
            double[] values = new double[size];
            long before = base;
            for (int k = 0; k < size; k++) {
                before += in.signed();
                times[k] = before;
                values[k] = in.real();
            }
            all.add(new SeriesSamples(labels, times, values));
        }
        return all;
    }

    private static Labels labels(ByteReader in, String[] texts) {
        String[] pairs = new String[2 * in.items(2)];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = numbered(in, texts);
        }
        return Labels.taking(pairs);
    }

    private static String numbered(ByteReader in, String[] texts) {
        long number = in.count();
        if (number < 0 || number >= texts.length) {
            throw new Unreadable("text %d of %d is asked for".formatted(number, texts.length));
        }
        return texts[(int) number];
    }

    private static Arrival.Signal signal(ByteReader in) {
        String id = in.text();
        String kind = in.text();
        long at = in.signed();
        return new Arrival.Signal(id, kind, texts(in), at);
    }

    private static Arrival.PackAnswer answer(ByteReader in) {
        long offset = in.count();
        String digest = in.text();
        long at = in.signed();
        int n = in.items(1);
        List<String> problems = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            problems.add(in.text());
        }
        return new Arrival.PackAnswer(offset, digest, problems, at);
    }

    private static void packSwitch(ByteWriter out, Arrival.PackSwitch change) {
        out.count(change.version());
        out.text(change.digest());
        out.signed(change.at());
        out.text(change.settings().dialect());
        out.count(change.settings().lateness().toMillis());
        out.count(change.settings().every().toMillis());
        out.count(change.settings().retention().toMillis());
        texts(out, change.files());
    }

    private static Arrival.PackSwitch packSwitch(ByteReader in) {
        long version = in.count();
        String digest = in.text();
        long at = in.signed();
        Arrival.Settings settings =
                new Arrival.Settings(
                        in.text(),
                        Duration.ofMillis(in.count()),
                        Duration.ofMillis(in.count()),
                        Duration.ofMillis(in.count()));
        return new Arrival.PackSwitch(version, digest, settings, texts(in), at);
    }

    private static void texts(ByteWriter out, Map<String, String> texts) {
        out.count(texts.size());
        texts.forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
    }

    private static SortedMap<String, String> texts(ByteReader in) {
        int n = in.items(2);
        TreeMap<String, String> texts = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            texts.put(in.text(), in.text());
        }
        return texts;
    }
}
