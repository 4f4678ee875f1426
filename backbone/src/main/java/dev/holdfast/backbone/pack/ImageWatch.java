package dev.holdfast.backbone.pack;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// A workload whose image says which release of a component runs, for teams whose CI tells nobody.
///
/// @param component of the environment, whose releases the image's tag names
/// @param every how often it is looked at, at least 500 ms
/// @param deadline how long a new image may take until it runs everywhere; past it its deployment
///     has failed
public record ImageWatch(String component, Place place, Duration every, Duration deadline) {
    private static final Duration LEAST_EVERY = Duration.ofMillis(500);
    private static final Duration LEAST_DEADLINE = Duration.ofSeconds(10);

    /// Where the workload is.
    public sealed interface Place {
        /// The same with the pack's variables filled in.
        Place filled(Variables variables);
    }

    /// @param workload such as `deployment/web`, or a `statefulset` or `daemonset`
    /// @param container whose image counts; null for the first
    /// @param kubeconfig name of a secret of the pack; null for the cluster that the detector runs in
    /// @param context of the kubeconfig; null for its current one
    public record Kubernetes(
            String namespace,
            String workload,
            @Nullable String container,
            @Nullable String kubeconfig,
            @Nullable String context)
            implements Place {
        @Override
        public Place filled(Variables v) {
            return new Kubernetes(
                    v.fill(namespace),
                    v.fill(workload),
                    container == null ? null : v.fill(container),
                    kubeconfig,
                    context == null ? null : v.fill(context));
        }
    }

    /// A service of a Compose project on the Docker engine that the detector reaches.
    public record Compose(String project, String service) implements Place {
        @Override
        public Place filled(Variables v) {
            return new Compose(v.fill(project), v.fill(service));
        }
    }

    public ImageWatch filled(Variables variables) {
        return new ImageWatch(component, place.filled(variables), every, deadline);
    }

    static ImageWatch read(YamlMap m) {
        m.only("component", "kubernetes", "compose", "every", "deadline", "description");
        Duration every = m.duration("every", Duration.ofSeconds(2));
        if (every.compareTo(LEAST_EVERY) < 0) {
            m.required("every").problem("a workload is looked at every 500ms at most");
        }
        Duration deadline = m.duration("deadline", Duration.ofMinutes(10));
        if (deadline.compareTo(LEAST_DEADLINE) < 0) {
            m.required("deadline").problem("a deployment has 10s at least");
        }
        return new ImageWatch(m.text("component"), place(m), every, deadline);
    }

    private static Place place(YamlMap m) {
        if (m.has("kubernetes") == m.has("compose")) {
            m.self().problem("a watch names one workload: either 'kubernetes' or 'compose'");
        }
        if (m.has("compose")) {
            YamlMap c = m.map("compose").only("project", "service");
            return new Compose(c.text("project"), c.text("service"));
        }
        YamlMap k = m.map("kubernetes");
        k.only("namespace", "workload", "container", "kubeconfig", "context");
        return new Kubernetes(
                m.has("kubernetes") ? k.text("namespace") : "",
                m.has("kubernetes") ? k.text("workload") : "",
                k.textOrNull("container"),
                k.textOrNull("kubeconfig"),
                k.textOrNull("context"));
    }
}
