package dev.holdfast.executor.io.kubernetes;

import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// The API servers that packs name, a connection each, at most 16. A pack reaches only those whose
/// `host:port` it allows.
public final class Clusters implements AutoCloseable {
    private static final int MOST = 16;

    private final BiConsumer<String, String> witness;
    private final Map<Access, Cluster> open = new LinkedHashMap<>(16, 0.75f, true);

    public Clusters() {
        this((method, path) -> {});
    }

    /// @param witness is told method and path of each request
    public Clusters(BiConsumer<String, String> witness) {
        this.witness = witness;
    }

    /// The API that the call's arguments name, for requests within `limit` each.
    Api api(Call call, Duration limit) throws Wrong {
        Access access = Access.of(call);
        if (!call.allowed().host(access.server().getHost(), access.port())) {
            throw Wrong.given("%s is none of the allowed hosts".formatted(access.host()));
        }
        String namespace = Ref.namespace(call.text("namespace"));
        return new Api(cluster(access), namespace, limit);
    }

    private synchronized Cluster cluster(Access access) {
        Cluster known = open.get(access);
        if (known == null) {
            known = new Cluster(access, witness);
            open.put(access, known);
            if (open.size() > MOST) {
                Access eldest = open.keySet().iterator().next();
                Cluster old = open.remove(eldest);
                if (old != null) {
                    old.close();
                }
            }
        }
        return known;
    }

    @Override
    public synchronized void close() {
        List<Cluster> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(Cluster::close);
    }
}
