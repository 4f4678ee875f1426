package dev.holdfast.executor.io.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kind of object, as its API names it.
///
/// @param group empty for the core
/// @param word as people write it, such as `deployment`
record Kind(String group, String version, String plural, String word) {
    static final Kind DEPLOYMENT = new Kind("apps", "v1", "deployments", "deployment");
    static final Kind STATEFUL_SET = new Kind("apps", "v1", "statefulsets", "statefulset");
    static final Kind DAEMON_SET = new Kind("apps", "v1", "daemonsets", "daemonset");
    static final Kind REPLICA_SET = new Kind("apps", "v1", "replicasets", "replicaset");
    static final Kind REVISION =
            new Kind("apps", "v1", "controllerrevisions", "controllerrevision");
    static final Kind POD = new Kind("", "v1", "pods", "pod");
    static final Kind SERVICE = new Kind("", "v1", "services", "service");
    static final Kind CONFIG_MAP = new Kind("", "v1", "configmaps", "configmap");
    static final Kind SECRET = new Kind("", "v1", "secrets", "secret");
    static final Kind INGRESS = new Kind("networking.k8s.io", "v1", "ingresses", "ingress");
    static final Kind JOB = new Kind("batch", "v1", "jobs", "job");
    static final Kind AUTOSCALER =
            new Kind("autoscaling", "v1", "horizontalpodautoscalers", "horizontalpodautoscaler");
    static final Kind CLAIM = new Kind("", "v1", "persistentvolumeclaims", "persistentvolumeclaim");

    private static final Map<String, Kind> SHORT =
            Map.of(
                    "deploy", DEPLOYMENT,
                    "sts", STATEFUL_SET,
                    "ds", DAEMON_SET,
                    "svc", SERVICE,
                    "cm", CONFIG_MAP,
                    "ing", INGRESS,
                    "hpa", AUTOSCALER,
                    "pvc", CLAIM);
    private static final List<Kind> KNOWN =
            List.of(
                    DEPLOYMENT,
                    STATEFUL_SET,
                    DAEMON_SET,
                    REPLICA_SET,
                    POD,
                    SERVICE,
                    CONFIG_MAP,
                    SECRET,
                    INGRESS,
                    JOB,
                    AUTOSCALER,
                    CLAIM);

    /// kubectl's own way to name any kind: `plural.version.group`.
    private static final Pattern FULL =
            Pattern.compile("([a-z][a-z0-9]{0,62})\\.(v[a-z0-9]{1,20})\\.([a-z0-9.-]{1,200})");

    /// Empty for a word that names no kind.
    static Optional<Kind> of(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        Kind brief = SHORT.get(small);
        if (brief != null) {
            return Optional.of(brief);
        }
        for (Kind kind : KNOWN) {
            if (kind.word.equals(small) || kind.plural.equals(small)) {
                return Optional.of(kind);
            }
        }
        Matcher m = FULL.matcher(small);
        return m.matches()
                ? Optional.of(new Kind(m.group(3), m.group(2), m.group(1), small))
                : Optional.empty();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// Where its objects are in a namespace.
    String path(String namespace) {
        String root = group.isEmpty() ? "/api/" : "/apis/" + group + "/";
        return root + version + "/namespaces/" + namespace + "/" + plural;
    }

    /// Whether people may see what such an object holds.
    boolean veiled() {
        return this.equals(SECRET) || this.equals(CONFIG_MAP);
    }
}
