package dev.holdfast.shop.cluster;

import dev.holdfast.shop.lab.Database;
import dev.holdfast.shop.server.Backend;
import dev.holdfast.shop.server.Release;

import io.fabric8.kubernetes.client.KubernetesClientException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/// What a node would do: serves the release that most ready pods run, and nothing while none is
/// ready. So the cluster decides which release customers meet, and only it.
final class Kubelet implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;

    private final Cluster cluster;
    private final Database database;
    private final int port;
    private final Map<String, String> pricing;
    private final Thread watch;
    private volatile boolean closed;
    private volatile String serves = "";
    private @Nullable Backend backend;

    /// @param pricing of each version, see [dev.holdfast.shop.server.Pricing]
    Kubelet(Cluster cluster, Database database, int port, Map<String, String> pricing) {
        this.cluster = cluster;
        this.database = database;
        this.port = port;
        this.pricing = Map.copyOf(pricing);
        this.watch = Thread.ofPlatform().name("kubelet").daemon().start(this::watch);
    }

    /// The version that is served; empty while none is.
    String serves() {
        return serves;
    }

    private void watch() {
        while (!closed) {
            try {
                follow(chosen(cluster.ready()));
                Thread.sleep(LOOK_MILLIS);
            } catch (IOException | SQLException | KubernetesClientException e) {
                System.err.println("kubelet: " + e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Of as many pods each, what is served already stays.
    private String chosen(Map<String, Integer> ready) {
        String best = ready.containsKey(serves) ? serves : "";
        for (var version : ready.entrySet()) {
            if (version.getValue() > ready.getOrDefault(best, 0)) {
                best = version.getKey();
            }
        }
        return best;
    }

    private synchronized void follow(String version) throws IOException, SQLException {
        if (version.equals(serves) || closed) {
            return;
        }
        end();
        if (!version.isEmpty()) {
            backend =
                    Backend.start(
                            port,
                            database.postgres().jdbcUrl(),
                            database.login(),
                            Release.of(version, pricing.getOrDefault(version, "line")));
            serves = version;
        }
    }

    private void end() {
        serves = "";
        if (backend != null) {
            backend.close();
            backend = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        watch.interrupt();
        end();
    }
}
