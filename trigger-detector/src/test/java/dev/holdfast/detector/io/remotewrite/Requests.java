package dev.holdfast.detector.io.remotewrite;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Writes remote-write requests for tests, field by field.
final class Requests {
    private Requests() {}

    interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] message(Body body) {
        var bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            body.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] sample(double value, long at) {
        return message(out -> {
            out.writeDouble(1, value);
            out.writeInt64(2, at);
        });
    }

    /// A series of version 1; labels as alternating names and values.
    static byte[] series(List<byte[]> samples, String... labels) {
        return message(out -> {
            for (int i = 0; i < labels.length; i += 2) {
                String name = labels[i];
                String value = labels[i + 1];
                out.writeByteArray(
                        1,
                        message(label -> {
                            label.writeString(1, name);
                            label.writeString(2, value);
                        }));
            }
            for (byte[] sample : samples) {
                out.writeByteArray(2, sample);
            }
        });
    }

    static byte[] first(byte[]... series) {
        return message(out -> {
            for (byte[] one : series) {
                out.writeByteArray(1, one);
            }
            out.writeByteArray(3, message(metadata -> metadata.writeString(2, "up")));
        });
    }

    /// A request of version 2 with one series.
    static byte[] second(List<byte[]> samples, String... labels) {
        var symbols = new ArrayList<>(List.of(""));
        symbols.addAll(List.of(labels));
        return message(out -> {
            for (String symbol : symbols) {
                out.writeString(4, symbol);
            }
            out.writeByteArray(
                    5,
                    message(series -> {
                        byte[] references =
                                message(packed -> {
                                    for (int i = 1; i < symbols.size(); i++) {
                                        packed.writeUInt32NoTag(i);
                                    }
                                });
                        series.writeByteArray(1, references);
                        for (byte[] sample : samples) {
                            series.writeByteArray(2, sample);
                        }
                        series.writeByteArray(5, message(m -> m.writeUInt32(1, 1)));
                    }));
        });
    }
}
