package dev.holdfast.verifier.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads a workload, its pods, the endpoints of its service and the events around it.
public final class KubernetesAsker implements Asker<KubernetesCheck.Look> {
    private static final int MOST_EVENTS = 1_000;

    private final Api api;
    private final InstantSource clock;

    public KubernetesAsker(Api api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public Answer ask(KubernetesCheck.Look q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        KubernetesCheck.Workload w = q.workload();
        Api.Session session = api.open(w.cluster(), terms);
        JsonNode document = Workloads.document(session, w);
        List<KubernetesCheck.Pod> pods =
                Workloads.pods(session, w, document).stream().map(Workloads::pod).toList();
        return new KubernetesCheck.State(
                Workloads.rollout(document, w.kind()),
                pods,
                q.service() == null ? null : endpoints(session, w.namespace(), q.service()),
                q.events() ? events(session, w, pods) : List.of(),
                clock.instant(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static List<String> endpoints(Api.Session session, String namespace, String service)
            throws Unusable {
        JsonNode found =
                session.get(
                        "/api/v1/namespaces/%s/endpoints/%s"
                                .formatted(namespace, Api.encoded(service)));
        List<String> behind = new ArrayList<>();
        for (JsonNode subset : found.path("subsets")) {
            for (JsonNode address : subset.path("addresses")) {
                String pod = address.path("targetRef").path("name").asText("");
                behind.add(pod.isEmpty() ? address.path("ip").asText() : pod);
            }
        }
        return behind;
    }

    /// Those about the workload, its replica sets and its pods.
    private static List<KubernetesCheck.Event> events(
            Api.Session session, KubernetesCheck.Workload w, List<KubernetesCheck.Pod> pods)
            throws Unusable {
        JsonNode list =
                session.get(
                        "/api/v1/namespaces/%s/events?limit=%d"
                                .formatted(w.namespace(), MOST_EVENTS));
        Set<String> names =
                pods.stream().map(KubernetesCheck.Pod::name).collect(Collectors.toSet());
        List<KubernetesCheck.Event> events = new ArrayList<>();
        for (JsonNode e : list.path("items")) {
            String about = e.path("involvedObject").path("name").asText("");
            boolean ours =
                    names.contains(about)
                            || about.equals(w.name())
                            || about.startsWith(w.name() + "-");
            Instant at = at(e);
            if (ours && at != null) {
                events.add(
                        new KubernetesCheck.Event(
                                at,
                                e.path("type").asText(""),
                                e.path("reason").asText(""),
                                e.path("message").asText(""),
                                about));
            }
        }
        return events;
    }

    private static @Nullable Instant at(JsonNode event) {
        for (String key : List.of("lastTimestamp", "eventTime", "firstTimestamp")) {
            Instant at = Workloads.instant(event.path(key).asText(""));
            if (at != null) {
                return at;
            }
        }
        return Workloads.instant(
                Objects.toString(event.path("metadata").path("creationTimestamp").asText(""), ""));
    }
}
