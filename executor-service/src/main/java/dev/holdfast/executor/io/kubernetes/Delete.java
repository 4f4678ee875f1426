package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `kubernetes.delete`: deletes objects by name; one that is not there is no failure, since absence is
/// the goal. What they held is kept for an undo, except what a claim's volume holds.
public final class Delete extends ContentAction {
    /// Whose deletion takes nothing along that the kept content cannot bring back.
    private static final Set<Kind> HARMLESS =
            Set.of(
                    Kind.DEPLOYMENT,
                    Kind.DAEMON_SET,
                    Kind.SERVICE,
                    Kind.CONFIG_MAP,
                    Kind.SECRET,
                    Kind.INGRESS,
                    Kind.AUTOSCALER,
                    Kind.POD,
                    Kind.STATEFUL_SET,
                    Kind.JOB);

    public Delete(Clusters clusters) {
        super(
                clusters,
                "kubernetes.delete",
                ArgumentForm.needs("objects", ArgumentType.TEXTS),
                Records.PLACE);
    }

    @Override
    List<Ref> refs(Call call, Api api) throws Wrong {
        List<Ref> refs = new ArrayList<>();
        for (String text : call.texts("objects")) {
            refs.add(api.ref(text));
        }
        return refs;
    }

    @Override
    @Nullable String loses(Call call, List<Ref> refs) {
        List<Ref> lossy = refs.stream().filter(r -> !HARMLESS.contains(r.kind())).toList();
        if (lossy.isEmpty()) {
            return null;
        }
        return "whatever goes with %s: the data of a volume, or what its controller deletes"
                .formatted(lossy);
    }

    @Override
    Optional<ObjectNode> one(Site site, Ref ref, Optional<ObjectNode> now, Api.Run run)
            throws Wrong {
        if (now.isPresent()) {
            site.api().delete(ref, now.get(), run);
        }
        return Optional.empty();
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        for (Ref ref : refs(call, api)) {
            Optional<ObjectNode> now = api.find(ref);
            if (now.isPresent() && !now.get().path("metadata").has("deletionTimestamp")) {
                return new Finding.NotDone("%s is still there".formatted(ref), "");
            }
        }
        return new Finding.Done("none of them is there");
    }
}
