package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.RecordingAction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `kubernetes.undo`: gives a Deployment, StatefulSet or DaemonSet the pod template of an earlier
/// revision again: the previous one, a number, the newest with an image, or what held as a release.
/// It changes only a template that is still the one that the plan saw.
public final class RolloutUndo extends ReversibleAction implements RecordingAction {
    private static final String NOW = " template";
    private static final String TARGET = " is to get template";
    private static final List<String> WHICH = List.of("to", "revision", "release", "image");

    public RolloutUndo(Clusters clusters) {
        super(
                clusters,
                "kubernetes.undo",
                ArgumentForm.needs("workload", ArgumentType.TEXT),
                ArgumentForm.choice("to", "previous", "previous-images"),
                ArgumentForm.takes("revision", ArgumentType.WHOLE),
                ArgumentForm.takes("release", ArgumentType.TEXT),
                ArgumentForm.takes("image", ArgumentType.TEXT),
                Records.PLACE);
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        List<String> named = WHICH.stream().filter(with::containsKey).toList();
        return named.size() > 1
                ? Map.of(named.getLast(), "only one of %s may be named".formatted(WHICH))
                : Map.of();
    }

    @Override
    public String release(Call call) {
        return call.text("release", "");
    }

    @Override
    public Finding keep(Call call, boolean anew) {
        return touch(
                call,
                Records.KEEPING,
                (c, _, api) -> Records.of(c, api).keep(List.of(Workload.ref(api, c)), anew));
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
    Preview look(Call call, Api api) throws Wrong {
        Workload now = Workload.read(api, Workload.ref(api, call));
        TemplateChoice choice = TemplateChoice.of(call, api, now);
        ObjectNode after =
                api.change(now.ref(), Api.Run.DRY, seen -> given(seen.deepCopy(), choice))
                        .orElseThrow();
        List<String> obstacles = new ArrayList<>();
        if (now.paused()) {
            obstacles.add("%s is paused, so nothing would roll out".formatted(now.ref()));
        }
        String same =
                now.images().equals(Workload.images(choice.template()))
                        ? ", with the same images as now"
                        : "";
        Ref ref = now.ref();
        return Preview.of(
                        "give %s the template of %s again%s (now %s)"
                                .formatted(ref, choice.told(), same, Workload.shown(now.images())),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .moving(
                        Map.of(ref + NOW, now.fingerprint(), ref + TARGET, choice.fingerprint()),
                        Map.of(ref + NOW, new Workload(ref, after).fingerprint()))
                .unchecked(Controllers.reverting(api, now.object()))
                .hindered(obstacles);
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        return give(call, effect, api, planned(call, api, NOW), planned(call, api, TARGET));
    }

    @Override
    Finding back(Call call, Effect effect, Api api) throws Wrong {
        return give(call, effect, api, planned(call, api, TARGET), planned(call, api, NOW));
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        return has(call, effect, api, planned(call, api, TARGET));
    }

    @Override
    Finding seenBack(Call call, Effect effect, Api api) throws Wrong {
        return has(call, effect, api, planned(call, api, NOW));
    }

    private static String planned(Call call, Api api, String what) throws Wrong {
        return call.rests().getOrDefault(Workload.ref(api, call) + what, "");
    }

    private static Finding has(Call call, Effect effect, Api api, String wanted) throws Wrong {
        Workload now = Workload.read(api, Workload.ref(api, call));
        boolean there =
                now.fingerprint().equals(wanted) && new Stamp(call, effect).on(now.object());
        return there ? done(now) : new Finding.NotDone(now.ref() + " has another template", "");
    }

    private static Finding done(Workload now) {
        String images = Workload.shown(now.images());
        return new Finding.Done("%s has %s".formatted(now.ref(), images), Map.of("images", images));
    }

    private static Finding give(Call call, Effect effect, Api api, String from, String to)
            throws Wrong {
        Ref ref = Workload.ref(api, call);
        Stamp stamp = new Stamp(call, effect);
        Workload read = Workload.read(api, ref);
        Optional<TemplateChoice> choice = TemplateChoice.withFingerprint(call, api, read, to);
        if (choice.isEmpty()) {
            return new Finding.NotDone("the template %s is not kept any more".formatted(to), "");
        }
        api.change(
                ref,
                Api.Run.REAL,
                object -> {
                    Workload now = new Workload(ref, object);
                    stamp.admit(object);
                    if (stamp.on(object) && now.fingerprint().equals(to)) {
                        return null;
                    }
                    boolean expected =
                            now.fingerprint().equals(from) || now.fingerprint().equals(to);
                    if (!expected && !stamp.ours(object)) {
                        throw Wrong.given(
                                "%s has template %s, but was seen with %s: somebody else has changed it"
                                        .formatted(ref, now.fingerprint(), from));
                    }
                    return stamp.put(given(now.draft(), choice.get()));
                });
        Workload after = Workload.read(api, ref);
        String freed = StuckPods.free(api, after, effect.timeout());
        return freed.isEmpty()
                ? done(after)
                : new Finding.Done(
                        "%s has %s; %s".formatted(ref, Workload.shown(after.images()), freed),
                        Map.of("images", Workload.shown(after.images())));
    }

    private static ObjectNode given(ObjectNode object, TemplateChoice choice) {
        object.withObject("/spec").set("template", choice.template().deepCopy());
        if (!choice.cause().isEmpty()) {
            object.withObject("/metadata/annotations").put(Revision.CAUSE, choice.cause());
        }
        return object;
    }

    @Override
    public java.util.Set<String> outputs() {
        return java.util.Set.of("images");
    }
}
