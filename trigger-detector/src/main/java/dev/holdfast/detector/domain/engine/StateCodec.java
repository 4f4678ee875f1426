package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.rules.AlertState;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.window.BlockCodec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Alerts, clock and signals as bytes.
final class StateCodec {

    /// What is written. A form that is changed gets the next number: state of the one before is read.
    private static final int VERSION = 4;

    /// Since when it is kept when an alert was last seen, what time a signal says, and when the series
    /// of signals were last told again.
    private static final int SEEN = 2;

    private static final int SAID = 3;

    /// Builds between 3 and 4 wrote this already and called it 3.
    private static final int HOUSEKEPT = 4;

    private static final int OLDEST = 1;

    /// The clock of an engine.
    ///
    /// @param housekept when the series of signals were last told again
    record Times(
            long watermark,
            long anchor,
            long evaluated,
            long housekept,
            boolean dirty,
            List<Long> ahead) {}

    private record SavedRule(List<Alert> alerts, Set<Labels> written) {}

    private record Saved(
            Times times,
            Map<String, SavedRule> rules,
            List<String> seen,
            Map<Labels, SignalSeries.Count> counts) {}

    private StateCodec() {}

    static byte[] encode(Times times, RuleSet rules, SignalSeries signals) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeLong(times.watermark());
            out.writeLong(times.anchor());
            out.writeLong(times.evaluated());
            out.writeLong(times.housekept());
            out.writeBoolean(times.dirty());
            out.writeInt(times.ahead().size());
            for (long time : times.ahead()) {
                out.writeLong(time);
            }
            out.writeInt(rules.runs().size());
            for (RuleRun run : rules.runs()) {
                writeRule(out, run);
            }
            out.writeInt(signals.seen.size());
            for (String id : signals.seen) {
                out.writeUTF(id);
            }
            out.writeInt(signals.counts.size());
            for (var entry : signals.counts.entrySet()) {
                BlockCodec.writeLabels(out, entry.getKey());
                out.writeDouble(entry.getValue().total());
                out.writeLong(entry.getValue().last());
                out.writeLong(entry.getValue().at());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeRule(DataOutputStream out, RuleRun run) throws IOException {
        byte[] key = run.key().getBytes(StandardCharsets.UTF_8);
        out.writeInt(key.length);
        out.write(key);
        Set<Labels> written = run.writer().written();
        out.writeInt(written.size());
        for (Labels labels : written) {
            BlockCodec.writeLabels(out, labels);
        }
        List<Alert> alerts = run instanceof AlertRun alerting ? alerting.alerts() : List.of();
        out.writeInt(alerts.size());
        for (Alert alert : alerts) {
            writeAlert(out, alert);
        }
    }

    private static void writeAlert(DataOutputStream out, Alert alert) throws IOException {
        BlockCodec.writeLabels(out, alert.labels);
        BlockCodec.writeLabels(out, alert.source);
        out.writeDouble(alert.value);
        out.writeLong(alert.saidAt);
        out.writeLong(alert.seenAt);
        switch (alert.state) {
            case AlertState.Inactive _ -> out.writeByte(0);
            case AlertState.Pending(long since) -> {
                out.writeByte(1);
                out.writeLong(since);
            }
            case AlertState.Firing(long since) -> {
                out.writeByte(2);
                out.writeLong(since);
            }
            case AlertState.Keeping(long since, long goneAt) -> {
                out.writeByte(3);
                out.writeLong(since);
                out.writeLong(goneAt);
            }
        }
    }

    /// Puts the saved state into `rules` and `signals`.
    ///
    /// @throws UncheckedIOException where the bytes are no state
    static Times decode(byte[] state, RuleSet rules, SignalSeries signals) {
        Saved saved = saved(state);
        for (RuleRun run : rules.runs()) {
            SavedRule rule = saved.rules().get(run.key());
            if (rule != null) {
                run.writer().restore(rule.written());
                if (run instanceof AlertRun alerting) {
                    alerting.restore(rule.alerts());
                }
            }
        }
        signals.seen.addAll(saved.seen());
        signals.counts.putAll(saved.counts());
        return saved.times();
    }

    private static Saved saved(byte[] state) {
        try {
            int version = new DataInputStream(new ByteArrayInputStream(state)).readInt();
            if (version < OLDEST || version > VERSION) {
                throw new IOException(
                        "state version %d, known are %d to %d".formatted(version, OLDEST, VERSION));
            }
            if (version != SAID) {
                return read(state, version, version >= HOUSEKEPT);
            }
            // Two forms have this number. Only one of them ends where the bytes do.
            try {
                return read(state, version, false);
            } catch (IOException | IllegalArgumentException _) {
                return read(state, version, true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the saved state cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException("the saved state cannot be read", new IOException(e));
        }
    }

    private static Saved read(byte[] state, int version, boolean keepsHouse) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(state))) {
            in.skipNBytes(Integer.BYTES);
            long watermark = in.readLong();
            long anchor = in.readLong();
            long evaluated = in.readLong();
            long housekept = keepsHouse ? in.readLong() : evaluated;
            boolean dirty = in.readBoolean();
            var times = new Times(watermark, anchor, evaluated, housekept, dirty, readTimes(in));
            Map<String, SavedRule> rules = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                rules.put(key, readRule(in, version));
            }
            List<String> seen = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                seen.add(in.readUTF());
            }
            Map<Labels, SignalSeries.Count> counts = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                counts.put(BlockCodec.readLabels(in), readCount(in, version));
            }
            if (in.available() > 0) {
                throw new IOException("%d bytes follow the end".formatted(in.available()));
            }
            return new Saved(times, rules, seen, counts);
        }
    }

    private static List<Long> readTimes(DataInputStream in) throws IOException {
        var times = new ArrayList<Long>();
        for (int left = in.readInt(); left > 0; left--) {
            times.add(in.readLong());
        }
        return times;
    }

    private static SignalSeries.Count readCount(DataInputStream in, int version)
            throws IOException {
        double total = in.readDouble();
        long last = in.readLong();
        return new SignalSeries.Count(total, last, version < SAID ? last : in.readLong());
    }

    private static SavedRule readRule(DataInputStream in, int version) throws IOException {
        Set<Labels> written = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            written.add(BlockCodec.readLabels(in));
        }
        var alerts = new ArrayList<Alert>();
        for (int left = in.readInt(); left > 0; left--) {
            var alert = new Alert(BlockCodec.readLabels(in), BlockCodec.readLabels(in));
            alert.value = in.readDouble();
            alert.seen = alert.value;
            alert.saidAt = in.readLong();
            alert.seenAt = version < SEEN ? alert.saidAt : in.readLong();
            alert.state =
                    switch (in.readByte()) {
                        case 0 -> new AlertState.Inactive();
                        case 1 -> new AlertState.Pending(in.readLong());
                        case 2 -> new AlertState.Firing(in.readLong());
                        case 3 -> new AlertState.Keeping(in.readLong(), in.readLong());
                        default -> throw new IOException("an alert in an unknown state");
                    };
            alerts.add(alert);
        }
        return new SavedRule(alerts, written);
    }
}
