package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Evidence;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `kubernetes.job`: runs a command once, in a Job with the image, environment and volumes of a
/// workload's container as the plan sees it, so that a release can undo its own migrations even if it
/// crashes. The Job's name follows from the effect's key: the same effect never makes two.
public final class JobRun extends ClusterAction {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final String IMAGE = " image";

    public JobRun(Clusters clusters) {
        super(
                clusters,
                "kubernetes.job",
                ArgumentForm.needs("workload", ArgumentType.TEXT),
                ArgumentForm.takes("container", ArgumentType.TEXT),
                ArgumentForm.takes("image", ArgumentType.TEXT),
                ArgumentForm.needs("command", ArgumentType.TEXTS),
                ArgumentForm.takes("env", ArgumentType.TABLE),
                ArgumentForm.takes("loses-data", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("job", "image");
    }

    @Override
    Preview look(Call call, Api api) throws Wrong {
        Workload w = Workload.read(api, Workload.ref(api, call));
        String image = image(call, container(call, w));
        Effect none = new Effect("planned0-0000-0000", 0, 1, Duration.ofMinutes(1));
        Ref ref = Ref.named(Kind.JOB, api.namespace(), "holdfast-planned");
        api.create(ref, JobSpec.of(call, none, w, ref.name(), image), Api.Run.DRY);
        return Preview.of(
                        "run %s in a job with %s of %s"
                                .formatted(call.shownAll("command"), image, w.ref()),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(30))
                .moving(Map.of(w.ref() + IMAGE, image), Map.of())
                .losing(call.optional("loses-data").orElse(null));
    }

    static JsonNode container(Call call, Workload w) throws Wrong {
        JsonNode found =
                call.has("container")
                        ? w.container(call.text("container"))
                        : w.template().at("/spec/containers/0");
        if (found.isMissingNode()) {
            throw Wrong.given(
                    "%s has no container '%s', only %s"
                            .formatted(w.ref(), call.text("container", ""), w.images().keySet()));
        }
        return found;
    }

    private static String image(Call call, JsonNode container) {
        return call.text("image", container.path("image").asText());
    }

    private static Ref job(Api api, Effect effect) throws Wrong {
        return Ref.named(Kind.JOB, api.namespace(), "holdfast-" + effect.key());
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        Ref job = job(api, effect);
        Optional<ObjectNode> there = api.find(job);
        if (there.isPresent() && spent(there.get(), effect)) {
            api.delete(job, there.get(), Api.Run.REAL);
            there = awaitGone(api, job, effect);
        }
        if (there.isEmpty()) {
            Ref ref = Workload.ref(api, call);
            Workload w = Workload.read(api, ref);
            String image = call.rests().getOrDefault(ref + IMAGE, image(call, container(call, w)));
            api.create(job, JobSpec.of(call, effect, w, job.name(), image), Api.Run.REAL);
        }
        return await(api, job, effect);
    }

    /// Failed at an earlier attempt: it is done anew.
    private static boolean spent(ObjectNode job, Effect effect) {
        int attempt = job.at("/metadata/annotations").path(JobSpec.ATTEMPT).asInt();
        return attempt < effect.attempt() && condition(job, "Failed").isPresent();
    }

    private static Optional<ObjectNode> awaitGone(Api api, Ref job, Effect effect) throws Wrong {
        long end = System.nanoTime() + effect.timeout().toNanos() / 2;
        Optional<ObjectNode> there = api.find(job);
        while (there.isPresent() && System.nanoTime() < end && pause()) {
            there = api.find(job);
        }
        return there;
    }

    private static Finding await(Api api, Ref job, Effect effect) throws Wrong {
        long end = System.nanoTime() + effect.timeout().toNanos();
        while (true) {
            Optional<ObjectNode> now = api.find(job);
            if (now.isEmpty()) {
                return new Finding.NotDone("%s is not there".formatted(job), "");
            }
            if (condition(now.get(), "Complete").isPresent()) {
                return new Finding.Done(
                        Evidence.bounded("%s is complete\n%s".formatted(job, logs(api, job))),
                        Map.of(
                                "job",
                                job.name(),
                                "image",
                                now.get().at("/spec/template/spec/containers/0/image").asText()));
            }
            Optional<String> failed = condition(now.get(), "Failed");
            if (failed.isPresent()) {
                return new Finding.NotDone(
                        "%s failed: %s".formatted(job, failed.get()),
                        Evidence.bounded(logs(api, job)));
            }
            if (System.nanoTime() > end || !pause()) {
                return new Finding.Unsure("%s still runs".formatted(job), logs(api, job));
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<String> condition(JsonNode job, String type) {
        for (JsonNode c : job.at("/status/conditions")) {
            if (c.path("type").asText().equals(type) && c.path("status").asText().equals("True")) {
                return Optional.of(c.path("reason").asText() + " " + c.path("message").asText());
            }
        }
        return Optional.empty();
    }

    /// What its pods have written, or what they say when that cannot be read.
    private static String logs(Api api, Ref job) throws Wrong {
        List<ObjectNode> pods = api.list(Kind.POD, "job-name=" + job.name());
        StringBuilder all = new StringBuilder();
        for (ObjectNode pod : pods) {
            try {
                all.append(
                        api.log(
                                Ref.named(
                                        Kind.POD,
                                        api.namespace(),
                                        pod.at("/metadata/name").asText())));
            } catch (Wrong _) {
                all.append(Pods.lines(List.of(pod))).append("; its log cannot be read");
            }
        }
        return all.toString();
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        return await(api, job(api, effect), effect);
    }

    /// For the reader of arguments.
    static ArrayNode array(List<String> texts) {
        ArrayNode array = Json.mapper().createArrayNode();
        texts.forEach(array::add);
        return array;
    }
}
