package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.rollback.Evidence;
import dev.holdfast.executor.domain.rollback.Finding;

import io.fabric8.kubernetes.client.http.WebSocket;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One command in a container, over a web socket of protocol `v4.channel.k8s.io`: the first byte of a
/// message is its channel, 1 and 2 for output, 3 for how it ended.
final class ExecSession {
    private static final int MOST = 1 << 20;
    private static final int STATUS = 3;

    private final Cluster cluster;

    ExecSession(Cluster cluster) {
        this.cluster = cluster;
    }

    /// What comes back until the command has ended.
    private static final class Ears implements WebSocket.Listener {
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final CompletableFuture<String> ended = new CompletableFuture<>();

        @Override
        public void onMessage(WebSocket socket, ByteBuffer bytes) {
            if (bytes.hasRemaining()) {
                int channel = bytes.get();
                byte[] rest = new byte[bytes.remaining()];
                bytes.get(rest);
                if (channel == STATUS) {
                    ended.complete(new String(rest, StandardCharsets.UTF_8));
                } else if (output.size() < MOST) {
                    output.writeBytes(rest);
                }
            }
            socket.request();
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            ended.completeExceptionally(
                    new IllegalStateException("closed with %d %s".formatted(code, reason)));
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ended.completeExceptionally(error);
        }

        String output() {
            return Evidence.bounded(output.toString(StandardCharsets.UTF_8));
        }
    }

    Finding run(Ref pod, String container, List<String> command, Duration limit) throws Wrong {
        Ears ears = new Ears();
        WebSocket socket = open(pod, container, command, ears, limit);
        try {
            String status = ears.ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return judged(status, ears.output());
        } catch (TimeoutException _) {
            return new Finding.Unsure("it still ran after " + limit, ears.output());
        } catch (ExecutionException e) {
            return new Finding.Unsure("the connection was lost: " + e.getCause(), ears.output());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted while it ran", ears.output());
        } finally {
            socket.sendClose(1000, "done");
        }
    }

    private WebSocket open(
            Ref pod, String container, List<String> command, Ears ears, Duration limit)
            throws Wrong {
        StringBuilder path = new StringBuilder(pod.path()).append("/exec?stdout=true&stderr=true");
        path.append("&container=").append(encoded(container));
        command.forEach(word -> path.append("&command=").append(encoded(word)));
        try {
            return cluster.socket(path.toString())
                    .buildAsync(ears)
                    .get(Math.min(limit.toMillis(), 10_000), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Wrong.lost("the command could not be begun for sure: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Wrong.lost("interrupted while beginning");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Finding judged(String status, String output) {
        JsonNode node = Json.read(status, JsonNode.class);
        if (node.path("status").asText().equals("Success")) {
            return new Finding.Done(output);
        }
        for (JsonNode cause : node.at("/details/causes")) {
            if (cause.path("reason").asText().equals("ExitCode")) {
                return new Finding.NotDone(
                        "it ended with code " + cause.path("message").asText(), output);
            }
        }
        return new Finding.NotDone(node.path("message").asText("it failed"), output);
    }
}
