package dev.holdfast.verifier;

import dev.holdfast.verifier.io.RawServer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A shop that answers as some release, and its metrics as a detector would give them.
final class PlayedShop implements AutoCloseable {
    private final RawServer shop;
    private final RawServer detector;
    private volatile String version = "1.4.1";

    PlayedShop() throws IOException {
        shop = new RawServer(this::answer);
        detector = new RawServer(PlayedShop::metrics);
    }

    String url() {
        return shop.url("");
    }

    /// Where the detector's API is.
    String metrics() {
        return detector.url("");
    }

    void runs(String release) {
        version = release;
    }

    private void answer(String request, OutputStream out) throws IOException {
        String body =
                request.startsWith("GET /health ")
                        ? "{\"status\":\"UP\"}"
                        : "{\"version\":\"%s\"}".formatted(version);
        send(out, body);
    }

    private static void metrics(String request, OutputStream out) throws IOException {
        String value = request.contains("increase") ? "500" : "0.002";
        send(
                out,
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + "{\"metric\":{},\"value\":[1,\"%s\"]}]}}".formatted(value));
    }

    private static void send(OutputStream out, String body) throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        shop.close();
        detector.close();
    }
}
