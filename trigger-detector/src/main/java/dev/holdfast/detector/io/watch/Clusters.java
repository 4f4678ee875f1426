package dev.holdfast.detector.io.watch;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The API servers that are asked, a connection for each account, at most as many as said: the one not used for longest
/// goes. A connection that is given up, for that or since its token was replaced, is closed when the last
/// look that uses it is over.
final class Clusters implements AutoCloseable {
    private static final int LARGEST = 4 << 20;

    private final int most;
    private final long patience;
    private final Map<Account, Connection> current = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Connection> open = new HashSet<>();

    /// As whom is asked, whatever token that is now.
    ///
    /// @param kubeconfig null for the account of the pod
    record Account(@Nullable SecretReference kubeconfig, @Nullable String context) {}

    private static final class Connection {
        private final Access access;
        private final HttpClient client;
        private int users;

        Connection(Access access) {
            this.access = access;
            this.client = new JdkHttpClientFactory().newBuilder(config(access)).build();
        }
    }

    /// @param patience how long an answer is awaited
    Clusters(int most, Duration patience) {
        this.most = most;
        this.patience = patience.toMillis();
    }

    /// The body of what the server answers with 200.
    ///
    /// @param access what the account comes to now
    /// @throws IOException for every other answer, and for none in time
    byte[] get(Account account, Access access, String path)
            throws IOException, InterruptedException {
        Connection connection = take(account, access);
        try {
            return get(connection.client, access, path);
        } finally {
            giveBack(connection);
        }
    }

    private byte[] get(HttpClient client, Access access, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                client.newHttpRequestBuilder()
                        .uri(access.server() + path)
                        .timeout(patience, TimeUnit.MILLISECONDS)
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

    private HttpResponse<byte[]> answer(HttpClient client, HttpRequest request, Access access)
            throws IOException, InterruptedException {
        var future = client.sendAsync(request, byte[].class);
        try {
            return future.get(patience + 500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (TimeoutException _) {
            future.cancel(true);
            throw new SocketTimeoutException(
                    "%s has not answered within %d ms".formatted(access.server(), patience));
        } catch (ExecutionException e) {
            throw new IOException(
                    "%s cannot be asked: %s".formatted(access.server(), e.getCause()), e);
        }
    }

    private Connection take(Account account, Access access) {
        List<Connection> idle;
        Connection taken;
        synchronized (this) {
            Connection known = current.get(account);
            taken = known != null && known.access.equals(access) ? known : new Connection(access);
            taken.users++;
            open.add(taken);
            current.put(account, taken);
            if (current.size() > most) {
                current.remove(current.keySet().iterator().next());
            }
            idle = idle();
        }
        idle.forEach(c -> c.client.close());
        return taken;
    }

    private void giveBack(Connection connection) {
        List<Connection> idle;
        synchronized (this) {
            connection.users--;
            idle = idle();
        }
        idle.forEach(c -> c.client.close());
    }

    /// Takes out those that were given up and are used by nobody: to be closed, which may take its time.
    private List<Connection> idle() {
        List<Connection> idle =
                open.stream().filter(c -> c.users == 0 && !current.containsValue(c)).toList();
        idle.forEach(open::remove);
        return idle;
    }

    /// How many connections are open.
    synchronized int open() {
        return open.size();
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
        open.forEach(c -> c.client.close());
        open.clear();
        current.clear();
    }
}
