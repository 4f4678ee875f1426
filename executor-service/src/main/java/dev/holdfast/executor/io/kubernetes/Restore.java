package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.RecordingAction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `kubernetes.restore`: gives ConfigMaps, Secrets, Services, Ingresses, workloads and the like the
/// content that was recorded when a release held. How many replicas run stays as it is now, unless
/// `replicas: true`.
public final class Restore extends ContentAction implements RecordingAction {
    public Restore(Clusters clusters) {
        super(
                clusters,
                "kubernetes.restore",
                ArgumentForm.needs("objects", ArgumentType.TEXTS),
                ArgumentForm.needs("release", ArgumentType.TEXT),
                ArgumentForm.takes("replicas", ArgumentType.FLAG),
                Records.PLACE);
    }

    @Override
    public String release(Call call) {
        return call.text("release");
    }

    @Override
    public Finding keep(Call call, boolean anew) {
        return touch(
                call, Records.KEEPING, (c, _, api) -> Records.of(c, api).keep(refs(c, api), anew));
    }

    @Override
    public Finding kept(Call call) {
        return touch(call, Records.KEEPING, (c, _, api) -> Records.of(c, api).kept());
    }

    @Override
    public Finding putBack(Call call, @Nullable String record) {
        return touch(call, Records.KEEPING, (c, _, api) -> Records.of(c, api).putBack(record));
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
    Optional<ObjectNode> one(Site site, Ref ref, Optional<ObjectNode> now, Api.Run run)
            throws Wrong {
        Call call = site.call();
        ObjectNode recorded = Records.of(call, site.api()).held(call.text("release"), ref);
        boolean replicas = call.text("replicas", "false").equals("true");
        ObjectNode next =
                site.mark()
                        .put(
                                now.isPresent()
                                        ? Content.over(recorded, now.get(), replicas)
                                        : Content.fresh(recorded));
        return Optional.of(
                now.isPresent()
                        ? site.api().replace(ref, next, run)
                        : site.api().create(ref, next, run));
    }
}
