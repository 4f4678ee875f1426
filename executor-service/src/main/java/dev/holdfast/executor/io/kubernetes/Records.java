package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.RecordingAction;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What objects were like, kept as Secrets in the cluster itself, as Helm keeps its releases: so their
/// content never leaves it. In the objects' own namespace, or in the one that `records` names.
record Records(Api place, Call call, String namespace) {
    static final ArgumentForm PLACE = ArgumentForm.takes("records", ArgumentType.TEXT);

    /// What held as a release.
    static final String HELD = "held";

    /// What was there before a step.
    static final String BEFORE = "before";

    /// The effect of keeping, which belongs to no rollback.
    static final Effect KEEPING = new Effect("release-held", 0, 1, Duration.ofSeconds(10));

    private static final String SORT = "holdfast.dev/record";
    private static final String SCOPE = "holdfast.dev/scope";
    private static final int MOST = 900 << 10;
    private static final int UNPACKED = 16 << 20;
    private static final int KEPT = 20;
    private static final Duration YOUNG = Duration.ofDays(1);

    static Records of(Call call, Api api) throws Wrong {
        return new Records(api.at(call.text("records", api.namespace())), call, api.namespace());
    }

    /// Components may have releases of the same name, and the same object was another with each.
    String heldName(String release) {
        return "holdfast-held-"
                + Fingerprint.of(
                        "%s%s %s %s"
                                .formatted(
                                        call.scope().key(), namespace, call.component(), release));
    }

    /// Of the step that `call` belongs to, for its undo as well.
    String beforeName() {
        return "holdfast-before-" + Fingerprint.of(call.rollback() + " " + call.step());
    }

    Optional<ObjectNode> find(String name) throws Wrong {
        return place.find(Ref.named(Kind.SECRET, place.namespace(), name));
    }

    /// The content of one object as it was when the release held.
    ObjectNode held(String release, Ref ref) throws Wrong {
        ObjectNode record =
                find(heldName(release))
                        .orElseThrow(() ->
                                Wrong.given(
                                        ("nothing is recorded of release %s in %s: record what holds"
                                                        + " with kubernetes.record")
                                                .formatted(release, place.namespace())));
        JsonNode object = objects(record).path(ref.toString());
        if (object instanceof ObjectNode found) {
            return found;
        }
        throw Wrong.given("the record of release %s does not hold %s".formatted(release, ref));
    }

    /// Keeps what these objects are like now as what the call's release consists of, beside what is kept
    /// of it already. While a rollout is under way nothing is: it is of two releases.
    ///
    /// @param anew whether what they are like now counts, not what was kept of the same objects
    Finding keep(List<Ref> refs, boolean anew) throws Wrong {
        String name = heldName(call.text("release"));
        Ref secret = Ref.named(Kind.SECRET, place.namespace(), name);
        Map<String, Object> content = new TreeMap<>();
        List<Ref> absent = new ArrayList<>();
        for (Ref ref : refs) {
            Optional<ObjectNode> now = place.at(namespace).find(ref);
            Optional<String> mixed = now.flatMap(o -> mixed(ref, o));
            if (mixed.isPresent()) {
                return new Finding.NotDone(mixed.get(), "");
            }
            now.ifPresentOrElse(
                    o -> content.put(ref.toString(), Content.of(o)), () -> absent.add(ref));
        }
        Optional<ObjectNode> there = place.find(secret);
        if (there.isPresent()) {
            for (Map.Entry<String, JsonNode> e : objects(there.get()).properties()) {
                if (!anew || !content.containsKey(e.getKey())) {
                    content.put(e.getKey(), e.getValue());
                }
            }
        }
        ObjectNode next = secret(name, HELD, content);
        if (there.isPresent()) {
            next.withObject("/metadata")
                    .set("resourceVersion", there.get().at("/metadata/resourceVersion"));
            place.replace(secret, next, Api.Run.REAL);
        } else {
            prune(HELD, created(place.create(secret, next, Api.Run.REAL)));
        }
        return absent.isEmpty()
                ? new Finding.Done("recorded %s in secret/%s".formatted(refs, name))
                : new Finding.NotDone("there is no %s".formatted(absent), "");
    }

    /// Why a workload is of two releases now, if it is. Whether its pods are well says nothing of that.
    static Optional<String> mixed(Ref ref, JsonNode object) {
        JsonNode status = object.path("status");
        long generation = object.at("/metadata/generation").asLong();
        boolean old =
                switch (ref.kind().plural()) {
                    case "deployments" ->
                            status.path("updatedReplicas").asInt()
                                    < status.path("replicas").asInt();
                    case "statefulsets" ->
                            !status.path("currentRevision").equals(status.path("updateRevision"));
                    case "daemonsets" ->
                            status.path("updatedNumberScheduled").asInt()
                                    < status.path("desiredNumberScheduled").asInt();
                    default -> false;
                };
        boolean unseen =
                status.has("observedGeneration")
                        && status.path("observedGeneration").asLong() < generation;
        return old || unseen
                ? Optional.of("a rollout of %s is under way".formatted(ref))
                : Optional.empty();
    }

    /// What is kept of the call's release, as it is packed.
    Finding kept() throws Wrong {
        String name = heldName(call.text("release"));
        return find(name)
                .map(s -> s.at("/data/record").asText())
                .map(r -> new Finding.Done("secret/" + name, Map.of(RecordingAction.RECORD, r)))
                .orElseGet(() -> new Finding.Done("nothing is kept"));
    }

    /// Has of the call's release again what was kept before, or nothing.
    Finding putBack(@Nullable String record) throws Wrong {
        Ref secret = Ref.named(Kind.SECRET, place.namespace(), heldName(call.text("release")));
        Optional<ObjectNode> there = place.find(secret);
        if (there.isEmpty()) {
            return new Finding.Done("%s is gone".formatted(secret));
        }
        if (record == null) {
            place.delete(secret, there.get(), Api.Run.REAL);
            return new Finding.Done("%s is gone".formatted(secret));
        }
        there.get().withObject("/data").put("record", record);
        place.replace(secret, there.get(), Api.Run.REAL);
        return new Finding.Done("%s is as it was".formatted(secret));
    }

    /// What was recorded, by `kind/name`; null for what was not there.
    static JsonNode objects(ObjectNode secret) throws Wrong {
        byte[] packed = Base64.getDecoder().decode(secret.at("/data/record").asText());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] json = in.readNBytes(UNPACKED);
            return Json.read(json, JsonNode.class);
        } catch (IOException | Json.Unreadable e) {
            throw Wrong.given("a record cannot be read: " + e.getMessage());
        }
    }

    /// Writes a record, over an earlier one only if `anew`; then drops old ones of its sort.
    void write(String name, String sort, Map<Ref, Optional<ObjectNode>> objects, boolean anew)
            throws Wrong {
        Ref ref = Ref.named(Kind.SECRET, place.namespace(), name);
        Optional<ObjectNode> there = place.find(ref);
        if (there.isPresent() && !anew) {
            return;
        }
        Map<String, Object> content = new TreeMap<>();
        objects.forEach((key, object) -> content.put(key.toString(), content(object)));
        ObjectNode secret = secret(name, sort, content);
        if (there.isPresent()) {
            secret.withObject("/metadata")
                    .set("resourceVersion", there.get().at("/metadata/resourceVersion"));
            place.replace(ref, secret, Api.Run.REAL);
        } else {
            prune(sort, created(place.create(ref, secret, Api.Run.REAL)));
        }
    }

    private static Object content(Optional<ObjectNode> object) {
        return object.<Object>map(Content::of).orElseGet(() -> Json.mapper().createObjectNode());
    }

    private ObjectNode secret(String name, String sort, Map<String, Object> content) throws Wrong {
        ObjectNode secret = Json.mapper().createObjectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", SORT);
        ObjectNode metadata = secret.putObject("metadata").put("name", name);
        metadata.putObject("labels").put(SORT, sort).put(SCOPE, scope(sort));
        metadata.putObject("annotations")
                .put(SCOPE, call.scope().key())
                .put("holdfast.dev/objects", content.keySet().toString())
                .put("holdfast.dev/release", call.text("release", ""))
                .put(Stamp.ROLLBACK, call.rollback());
        secret.putObject("data").put("record", packed(content));
        return secret;
    }

    private static String packed(Map<String, Object> content) throws Wrong {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Json.text(content).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Wrong.given("the record cannot be packed: " + e.getMessage());
        }
        if (out.size() > MOST) {
            throw Wrong.given(
                    "the record has %d KiB packed, a Secret holds at most 900: name fewer objects"
                            .formatted(out.size() >> 10));
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /// Of what is kept, that of a component deployed often does not push out that of another.
    private String scope(String sort) {
        String of = sort.equals(HELD) ? " " + call.component() : "";
        return Fingerprint.of(call.scope().key() + namespace + of);
    }

    /// Drops what is older than a day and has 20 newer ones beside it.
    ///
    /// @param now the server's own time
    private void prune(String sort, Instant now) throws Wrong {
        List<ObjectNode> all =
                place
                        .list(Kind.SECRET, "%s=%s,%s=%s".formatted(SORT, sort, SCOPE, scope(sort)))
                        .stream()
                        .sorted(Comparator.comparing(Records::created).reversed())
                        .toList();
        for (ObjectNode old : all.stream().skip(KEPT).toList()) {
            if (created(old).isBefore(now.minus(YOUNG))) {
                String name = old.at("/metadata/name").asText();
                place.delete(Ref.named(Kind.SECRET, place.namespace(), name), old, Api.Run.REAL);
            }
        }
    }

    private static Instant created(ObjectNode secret) {
        return Instant.parse(secret.at("/metadata/creationTimestamp").asText());
    }
}
