package dev.holdfast.detector;

import com.google.protobuf.CodedOutputStream;

import dev.holdfast.detector.domain.engine.ProcedureLoad;
import dev.holdfast.detector.domain.series.Labels;

import org.xerial.snappy.Snappy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One system's Prometheus, as cheap as a sender can be: a remote-write body whose times and values are written over
/// in place. The last series is `probe`.
final class WriteLoad {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int SAMPLE = 16;

    private final ProcedureLoad load;
    private final HttpRequest.Builder request;
    private final ByteBuffer body;
    private final List<Integer> samples = new ArrayList<>();

    WriteLoad(String system, int series, URI detector, String token) throws IOException {
        load = new ProcedureLoad(series);
        var bytes = new ByteArrayOutputStream();
        for (Labels labels : load.series()) {
            add(bytes, labels.with("system", system));
        }
        add(bytes, Labels.of("__name__", "probe", "system", system));
        body = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        request =
                HttpRequest.newBuilder(detector.resolve("/api/v1/write"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/x-protobuf")
                        .header("Content-Encoding", "snappy")
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .header("Authorization", "Bearer " + token);
    }

    private void add(ByteArrayOutputStream bytes, Labels labels) throws IOException {
        var series = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(series);
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.nameAt(i);
            String value = labels.valueAt(i);
            out.writeTag(1, 2);
            out.writeUInt32NoTag(
                    CodedOutputStream.computeStringSize(1, name)
                            + CodedOutputStream.computeStringSize(2, value));
            out.writeString(1, name);
            out.writeString(2, value);
        }
        out.writeTag(2, 2);
        out.writeUInt32NoTag(SAMPLE);
        out.writeDouble(1, 0);
        out.writeInt64(2, System.currentTimeMillis());
        out.flush();
        CodedOutputStream whole = CodedOutputStream.newInstance(bytes);
        whole.writeByteArray(1, series.toByteArray());
        whole.flush();
        samples.add(bytes.size() - SAMPLE);
    }

    /// Sends one sample of each series and answers the status.
    int send(long at, double probe) throws IOException, InterruptedException {
        for (int i = 0; i < samples.size(); i++) {
            int place = samples.get(i);
            body.putDouble(place + 1, i < load.size() ? load.next(i) : probe);
            long rest = at;
            for (int b = 0; b < 6; b++) {
                body.put(place + 10 + b, (byte) ((rest & 0x7f) | (b < 5 ? 0x80 : 0)));
                rest >>>= 7;
            }
        }
        byte[] packed = Snappy.compress(body.array());
        return HTTP.send(
                        request.POST(HttpRequest.BodyPublishers.ofByteArray(packed)).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    int size() {
        return samples.size();
    }
}
