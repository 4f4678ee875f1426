package dev.holdfast.notifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// Reads Server-Sent Events as they come.
record LiveReader(InputStream in, BufferedReader lines) implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    record Frame(String id, String data) {}

    /// @param last the id after which it goes on, null for what comes
    /// @param token null for none
    static LiveReader open(URI stream, String last, String token) throws IOException {
        HttpRequest.Builder b =
                HttpRequest.newBuilder(stream).header("Accept", "text/event-stream");
        if (last != null) {
            b.header("Last-Event-ID", last);
        }
        if (token != null) {
            b.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer =
                    HTTP.send(b.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IOException("HTTP " + answer.statusCode());
            }
            return new LiveReader(
                    answer.body(),
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Frame until(String type) throws IOException {
        while (true) {
            String frame = next();
            if (frame.contains("dev.holdfast." + type + ".v1")) {
                String id =
                        frame.lines().filter(l -> l.startsWith("id: ")).findFirst().orElseThrow();
                return new Frame(id.substring(4), frame);
            }
        }
    }

    String next() throws IOException {
        StringBuilder frame = new StringBuilder();
        for (String line = lines.readLine();
                line != null && !line.isEmpty();
                line = lines.readLine()) {
            frame.append(line).append('\n');
        }
        if (frame.isEmpty()) {
            throw new IOException("The stream ended");
        }
        return frame.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
