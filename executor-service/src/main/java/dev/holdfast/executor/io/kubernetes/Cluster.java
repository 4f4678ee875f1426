package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/// A connection to one API server as one user. It repeats nothing by itself: who asked looks first.
final class Cluster implements AutoCloseable {
    private static final int MOST = 16 << 20;

    private final String server;
    private final HttpClient client;
    private final BiConsumer<String, String> witness;

    /// @param witness is told method and path of each request
    Cluster(Access access, BiConsumer<String, String> witness) {
        this.server = access.server().toString();
        this.witness = witness;
        Config config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(server)
                        .withCaCertData(access.authority())
                        .withClientCertData(access.certificate())
                        .withClientKeyData(access.key())
                        .withOauthToken(access.token())
                        .withConnectionTimeout(3_000)
                        .withRequestRetryBackoffLimit(0)
                        .withUserAgent("holdfast")
                        .withHttp2Disable(true)
                        .build();
        this.client = new JdkHttpClientFactory().newBuilder(config).build();
    }

    /// One request.
    ///
    /// @param type of the body; null without one
    record Ask(
            String method,
            String path,
            Map<String, String> query,
            @Nullable String type,
            @Nullable String body) {
        Ask {
            query = Map.copyOf(query);
        }

        static Ask get(String path, Map<String, String> query) {
            return new Ask("GET", path, query, null, null);
        }
    }

    /// A web socket for the commands in a container.
    WebSocket.Builder socket(String path) {
        witness.accept("GET", path);
        return client.newWebSocketBuilder()
                .uri(WebSocket.toWebSocketUri(URI.create(server + path)))
                .subprotocol("v4.channel.k8s.io");
    }

    String address(Ask ask) {
        StringBuilder uri = new StringBuilder(server).append(ask.path());
        String between = "?";
        for (Map.Entry<String, String> e : new TreeMap<>(ask.query()).entrySet()) {
            uri.append(between).append(e.getKey()).append('=');
            uri.append(URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8));
            between = "&";
        }
        return uri.toString();
    }

    /// The object that the server answers; every other answer is [Wrong].
    ObjectNode send(Ask ask, Duration limit) throws Wrong {
        String answer = text(ask, limit);
        try {
            if (Json.read(answer, JsonNode.class) instanceof ObjectNode object) {
                return object;
            }
        } catch (Json.Unreadable _) {
            // told below
        }
        throw Wrong.lost("%s answers no JSON object".formatted(server));
    }

    String text(Ask ask, Duration limit) throws Wrong {
        witness.accept(ask.method(), ask.path());
        HttpRequest.Builder request = client.newHttpRequestBuilder().uri(address(ask));
        if (ask.body() != null) {
            request.method(ask.method(), ask.type(), ask.body());
        }
        long millis = Math.max(1, limit.toMillis());
        HttpRequest built = request.timeout(millis, TimeUnit.MILLISECONDS).build();
        HttpResponse<byte[]> response = answer(built, millis);
        byte[] body = response.body();
        if (body != null && body.length > MOST) {
            throw Wrong.lost("the answer has %d bytes, over 16 MiB".formatted(body.length));
        }
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
        if (!response.isSuccessful()) {
            throw Wrong.answered(response.code(), told(ask, response.code(), text));
        }
        return text;
    }

    private HttpResponse<byte[]> answer(HttpRequest request, long millis) throws Wrong {
        var future = client.sendAsync(request, byte[].class);
        try {
            return future.get(millis + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw Wrong.lost("interrupted while waiting for " + server);
        } catch (TimeoutException _) {
            future.cancel(true);
            throw Wrong.lost("%s has not answered within %d ms".formatted(server, millis));
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    private Wrong failed(ExecutionException e) {
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof ConnectException
                    || t instanceof HttpConnectTimeoutException
                    || t instanceof UnknownHostException
                    || t instanceof javax.net.ssl.SSLHandshakeException) {
                return Wrong.unreached(
                        "no connection to %s: %s".formatted(server, t.getClass().getSimpleName()));
            }
        }
        return Wrong.lost("the answer of %s was lost: %s".formatted(server, e.getCause()));
    }

    /// What the server says, in one line; it may name fields, never the values of a Secret.
    private static String told(Ask ask, int code, String body) {
        String message;
        try {
            message = Json.read(body, JsonNode.class).path("message").asText();
        } catch (Json.Unreadable _) {
            message = "";
        }
        String brief = message.length() > 500 ? message.substring(0, 500) + "…" : message;
        return "%s %s: %d%s"
                .formatted(ask.method(), ask.path(), code, brief.isEmpty() ? "" : " " + brief);
    }

    @Override
    public void close() {
        client.close();
    }
}
