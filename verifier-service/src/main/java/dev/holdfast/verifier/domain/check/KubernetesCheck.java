package dev.holdfast.verifier.domain.check;

import com.google.re2j.Pattern;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Passes when a workload of Kubernetes is rolled out, its pods run and are ready, and whatever else
/// is asked of it holds.
public record KubernetesCheck(Workload workload, Wanted wanted) implements Asking {
    /// A cluster that checks may read.
    ///
    /// @param name as `checks.yml` calls it
    /// @param secret of the kubeconfig; null inside a cluster: the pod's own service account
    /// @param context of the kubeconfig, null for its current one
    public record Cluster(String name, @Nullable String secret, @Nullable String context) {}

    /// @param kind `deployment`, `statefulset` or `daemonset`
    public record Workload(Cluster cluster, String namespace, String kind, String name) {
        private static final String NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

        Workload filled(Given given) {
            Workload full = new Workload(cluster, given.text(namespace), kind, given.text(name));
            if (!full.namespace.matches(NAME) || !full.name.matches(NAME)) {
                throw new IllegalArgumentException(
                        "'%s/%s' is no name in Kubernetes".formatted(full.namespace, full.name));
            }
            return full;
        }

        String target() {
            return "cluster " + cluster.name;
        }

        @Override
        public String toString() {
            return "%s/%s in namespace %s of cluster %s"
                    .formatted(kind, name, namespace, cluster.name);
        }
    }

    /// @param replicas exactly so many; null for as many as the workload itself wants, at least one
    /// @param images by container, `*` for the only one; may hold variables
    /// @param calm no container has been restarted for so long; null when that does not matter
    /// @param service whose ready endpoints must be these pods; null for none
    /// @param without events that must not have happened, null for none
    /// @param since how young events must be to count
    public record Wanted(
            @Nullable Integer replicas,
            Map<String, String> images,
            @Nullable Duration calm,
            @Nullable String service,
            @Nullable Pattern without,
            Duration since) {
        public Wanted {
            images = Map.copyOf(images);
        }
    }

    /// @param service also its endpoints, null for none
    /// @param events also the events around it
    public record Look(Workload workload, @Nullable String service, boolean events)
            implements Question {
        @Override
        public String target() {
            return workload.target();
        }

        @Override
        public String asks() {
            return "state of " + workload;
        }
    }

    /// What the workload's own status says.
    ///
    /// @param stuck why its rollout does not go on, null when it does
    public record Rollout(
            long generation,
            long observed,
            int desired,
            int replicas,
            int updated,
            int available,
            @Nullable String stuck,
            Map<String, String> images) {
        public Rollout {
            images = Map.copyOf(images);
        }
    }

    /// @param waits why a container does not run, empty when all do
    /// @param restarted when a container ended last, null for never
    public record Pod(
            String name,
            String phase,
            boolean ready,
            int restarts,
            String waits,
            @Nullable Instant restarted,
            Map<String, String> images) {
        public Pod {
            images = Map.copyOf(images);
        }
    }

    public record Event(Instant at, String type, String reason, String message, String about) {}

    /// @param endpoints names of the pods behind the service, null when not asked
    public record State(
            Rollout rollout,
            List<Pod> pods,
            @Nullable List<String> endpoints,
            List<Event> events,
            Instant now,
            Duration took)
            implements Answer {
        public State {
            pods = List.copyOf(pods);
            endpoints = endpoints == null ? null : List.copyOf(endpoints);
            events = List.copyOf(events);
        }

        @Override
        public String shows() {
            return "%s%npods %s%nendpoints %s%nevents %s"
                    .formatted(rollout, pods, endpoints, events);
        }
    }

    @Override
    public Question question(Given given) {
        return new Look(
                workload.filled(given),
                wanted.service == null ? null : given.text(wanted.service),
                wanted.without != null);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof State state)) {
            return answer.unfit();
        }
        List<Finding> parts = new ArrayList<>();
        parts.add(rollout(state.rollout()));
        parts.add(pods(state));
        wanted.images.forEach(
                (container, image) -> parts.add(image(state, container, given.text(image))));
        Duration quiet = wanted.calm;
        if (quiet != null) {
            parts.add(calm(state, quiet));
        }
        if (wanted.service != null) {
            parts.add(endpoints(state, given));
        }
        if (wanted.without != null) {
            parts.add(events(state, wanted.without));
        }
        return Finding.all(parts).measuring((double) state.rollout().available());
    }

    private Finding rollout(Rollout r) {
        String says =
                "%d of %d replicas are updated, %d available, %d in all"
                        .formatted(r.updated(), r.desired(), r.available(), r.replicas());
        int must = wanted.replicas == null ? Math.max(1, r.desired()) : wanted.replicas;
        if (r.stuck() != null) {
            return Finding.failed(says + ", and the rollout is stuck: " + r.stuck());
        }
        if (r.observed() < r.generation()) {
            return Finding.failed("the rollout has not begun, " + says);
        }
        boolean complete =
                r.desired() == must
                        && r.updated() == must
                        && r.available() == must
                        && r.replicas() == must;
        return complete
                ? Finding.passed(says)
                : Finding.failed("%s, must be %d".formatted(says, must));
    }

    private Finding pods(State state) {
        List<String> bad =
                state.pods().stream()
                        .filter(p -> !p.phase().equals("Running") || !p.ready())
                        .map(p -> "%s is %s%s".formatted(p.name(), p.phase(), reason(p)))
                        .toList();
        if (!bad.isEmpty()) {
            return Finding.failed("pods are not ready: " + String.join(", ", bad));
        }
        int most =
                wanted.replicas == null ? Math.max(1, state.rollout().desired()) : wanted.replicas;
        return state.pods().size() == most
                ? Finding.passed("%d pods are Running and Ready".formatted(most))
                : Finding.failed(
                        "%d pods are there, must be %d".formatted(state.pods().size(), most));
    }

    private static String reason(Pod p) {
        return p.waits().isEmpty() ? " and not ready" : " (" + p.waits() + ")";
    }

    private static Finding image(State state, String container, String image) {
        String wantedBy = of(state.rollout().images(), container);
        if (wantedBy == null) {
            return Finding.inconclusive("there is no container '%s'".formatted(container));
        }
        if (!wantedBy.equals(image)) {
            return Finding.failed("image is %s, must be %s".formatted(wantedBy, image));
        }
        List<String> other =
                state.pods().stream()
                        .filter(p -> !image.equals(of(p.images(), container)))
                        .map(p -> p.name() + " runs " + of(p.images(), container))
                        .toList();
        return other.isEmpty()
                ? Finding.passed("image is " + image)
                : Finding.failed("%s, must run %s".formatted(String.join(", ", other), image));
    }

    private static @Nullable String of(Map<String, String> images, String container) {
        return container.equals("*") && images.size() == 1
                ? images.values().iterator().next()
                : images.get(container);
    }

    private static Finding calm(State state, Duration quiet) {
        Instant edge = state.now().minus(quiet);
        List<String> restless =
                state.pods().stream()
                        .filter(p -> p.restarted() != null && p.restarted().isAfter(edge))
                        .map(p ->
                                "%s (%d restarts, the last at %s)"
                                        .formatted(p.name(), p.restarts(), p.restarted()))
                        .toList();
        return restless.isEmpty()
                ? Finding.passed("no restart for " + quiet)
                : Finding.failed("restarted: " + String.join(", ", restless));
    }

    private Finding endpoints(State state, Given given) {
        List<String> behind = state.endpoints() == null ? List.of() : state.endpoints();
        if (behind.isEmpty()) {
            return Finding.failed("service %s has no ready endpoint".formatted(wanted.service));
        }
        List<String> good =
                state.pods().stream().filter(p -> runs(p, given)).map(Pod::name).toList();
        List<String> strange = behind.stream().filter(name -> !good.contains(name)).toList();
        return strange.isEmpty()
                ? Finding.passed("%d endpoints, all of this version".formatted(behind.size()))
                : Finding.failed(
                        "service %s leads to %s, which are not of this version"
                                .formatted(wanted.service, strange));
    }

    private boolean runs(Pod pod, Given given) {
        return wanted.images.entrySet().stream()
                .allMatch(i -> given.text(i.getValue()).equals(of(pod.images(), i.getKey())));
    }

    private Finding events(State state, Pattern pattern) {
        Instant edge = state.now().minus(wanted.since);
        List<String> bad =
                state.events().stream()
                        .filter(e -> e.at().isAfter(edge))
                        .map(e -> "%s %s: %s".formatted(e.about(), e.reason(), e.message()))
                        .filter(line -> pattern.matcher(line).find())
                        .limit(5)
                        .toList();
        return bad.isEmpty()
                ? Finding.passed("no such event for " + wanted.since)
                : Finding.failed("events: " + String.join("; ", bad));
    }
}
