package dev.holdfast.verifier.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.io.log.Tally;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Reads what a workload's pods wrote lately, pod by pod, with Kubernetes' own time stamps.
public final class PodLogsAsker implements Asker<LogCheck.PodLogs> {
    private static final int MOST_BYTES = 4 << 20;

    private final Api api;
    private final InstantSource clock;

    public PodLogsAsker(Api api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public Answer ask(LogCheck.PodLogs q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Instant from = clock.instant().minus(q.since());
        Api.Session session = api.open(q.workload().cluster(), terms);
        List<JsonNode> pods = Workloads.pods(session, q.workload());
        if (pods.isEmpty()) {
            throw new Unusable(Why.GONE, "%s has no pods".formatted(q.workload()));
        }
        Tally tally = new Tally(Pattern.compile(q.pattern()), from);
        for (JsonNode pod : pods) {
            for (JsonNode container : pod.path("spec").path("containers")) {
                String name = container.path("name").asText();
                if (q.container() == null || q.container().equals(name)) {
                    read(session, q, Workloads.name(pod), name).lines().forEach(tally::add);
                    tally.nextFile();
                }
            }
        }
        return tally.answer(Duration.ofNanos(System.nanoTime() - began));
    }

    private static String read(
            Api.Session session, LogCheck.PodLogs q, String pod, String container) throws Unusable {
        Answer.Http answer =
                session.raw(
                        "/api/v1/namespaces/%s/pods/%s/log?container=%s&timestamps=true&sinceSeconds=%d&limitBytes=%d"
                                .formatted(
                                        q.workload().namespace(),
                                        pod,
                                        Api.encoded(container),
                                        Math.max(1, q.since().toSeconds()),
                                        MOST_BYTES));
        if (answer.status() != 200) {
            throw new Unusable(
                    Why.BROKEN,
                    "the log of %s cannot be read: the API server answers %d"
                            .formatted(pod, answer.status()));
        }
        if (answer.body().getBytes(StandardCharsets.UTF_8).length >= MOST_BYTES) {
            throw new Unusable(
                    Why.BROKEN,
                    "%s wrote more than %d bytes; only so many are read"
                            .formatted(pod, MOST_BYTES));
        }
        return answer.body();
    }
}
