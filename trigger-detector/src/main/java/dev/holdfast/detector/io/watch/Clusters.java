package dev.holdfast.detector.io.watch;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The API servers that are asked, a connection each, at most 16: the one not used for longest goes.
final class Clusters implements AutoCloseable {
    private static final int MOST = 16;
    private static final long PATIENCE = Duration.ofSeconds(5).toMillis();
    private static final int LARGEST = 4 << 20;

    private final Map<Access, HttpClient> open = new LinkedHashMap<>(16, 0.75f, true);

    /// The body of what the server answers with 200.
    ///
    /// @throws IOException for every other answer, and for none within 5 s
    byte[] get(Access access, String path) throws IOException, InterruptedException {
        HttpClient client = client(access);
        HttpRequest request =
                client.newHttpRequestBuilder()
                        .uri(access.server() + path)
                        .timeout(PATIENCE, TimeUnit.MILLISECONDS)
                        .build();
        HttpResponse<byte[]> response = answer(client, request, access);
        byte[] body = response.body();
        if (response.code() != 200 || body == null) {
            throw new IOException(
                    "%s answers %d to GET %s%s"
                            .formatted(
                                    access.server(), response.code(), path, hint(response.code())));
        }
        if (body.length > LARGEST) {
            throw new IOException("%s is larger than 4 MiB".formatted(path));
        }
        return body;
    }

    private static String hint(int code) {
        return switch (code) {
            case 401 -> ": its token is no longer good";
            case 403 -> ": the Role of deploy/kubernetes/detector-role.yaml allows it";
            case 404 -> ": there is no such workload";
            default -> "";
        };
    }

    private static HttpResponse<byte[]> answer(
            HttpClient client, HttpRequest request, Access access)
            throws IOException, InterruptedException {
        var future = client.sendAsync(request, byte[].class);
        try {
            return future.get(PATIENCE + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (TimeoutException _) {
            future.cancel(true);
            throw new SocketTimeoutException(
                    "%s has not answered within %d ms".formatted(access.server(), PATIENCE));
        } catch (ExecutionException e) {
            throw new IOException(
                    "%s cannot be asked: %s".formatted(access.server(), e.getCause()), e);
        }
    }

    private synchronized HttpClient client(Access access) {
        HttpClient known = open.get(access);
        if (known == null) {
            known = new JdkHttpClientFactory().newBuilder(config(access)).build();
            open.put(access, known);
            if (open.size() > MOST) {
                HttpClient old = open.remove(open.keySet().iterator().next());
                if (old != null) {
                    old.close();
                }
            }
        }
        return known;
    }

    private static Config config(Access access) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(access.server())
                .withCaCertData(access.authority())
                .withClientCertData(access.certificate())
                .withClientKeyData(access.key())
                .withOauthToken(access.token())
                .withConnectionTimeout(3_000)
                .withRequestRetryBackoffLimit(0)
                .withUserAgent("holdfast")
                .withHttp2Disable(true)
                .build();
    }

    @Override
    public synchronized void close() {
        open.values().forEach(HttpClient::close);
        open.clear();
    }
}
