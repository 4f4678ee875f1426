package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pod template that a workload has had, as Kubernetes keeps it: in a ReplicaSet of a Deployment, in
/// a ControllerRevision of the others.
///
/// @param number counts up; a template that comes back gets a new one
/// @param cause what was noted about it, `kubernetes.io/change-cause`; empty for nothing
record Revision(long number, ObjectNode template, String cause) {
    static final String NUMBER = "deployment.kubernetes.io/revision";
    static final String CAUSE = "kubernetes.io/change-cause";

    /// Newest first.
    static List<Revision> of(Api api, Workload workload) throws Wrong {
        Kind kind = workload.deployment() ? Kind.REPLICA_SET : Kind.REVISION;
        List<Revision> all = new ArrayList<>();
        for (ObjectNode object : api.list(kind, workload.selector())) {
            if (owned(object, workload.uid())) {
                read(object, workload.deployment()).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparingLong(Revision::number).reversed());
        return all;
    }

    private static boolean owned(JsonNode object, String uid) {
        for (JsonNode owner : object.at("/metadata/ownerReferences")) {
            if (owner.path("uid").asText().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Revision> read(ObjectNode object, boolean replicaSet) {
        JsonNode annotations = object.at("/metadata/annotations");
        JsonNode template = object.at(replicaSet ? "/spec/template" : "/data/spec/template");
        if (!(template.deepCopy() instanceof ObjectNode copy)) {
            return Optional.empty();
        }
        copy.remove("$patch");
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove("pod-template-hash");
        }
        long number =
                replicaSet ? annotations.path(NUMBER).asLong() : object.path("revision").asLong();
        return Optional.of(new Revision(number, copy, annotations.path(CAUSE).asText()));
    }

    String fingerprint() {
        return Workload.fingerprint(template);
    }

    Map<String, String> images() {
        return Workload.images(template);
    }

    /// Such as `revision 3 (web=shop:1.4.1)`.
    String shown() {
        return "revision %d (%s)".formatted(number, Workload.shown(images()));
    }
}
