package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A change of whole objects. What was there before is first kept in the cluster, so that an undo can
/// bring it back; each object is changed only if it is still as the plan saw it.
abstract class ContentAction extends ReversibleAction {
    private static final String WHAT = " content";
    private static final int MOST = 50;

    ContentAction(Clusters clusters, String name, ArgumentForm... own) {
        super(clusters, name, own);
    }

    /// What will be changed, in order.
    abstract List<Ref> refs(Call call, Api api) throws Wrong;

    /// Changes one object, or says only what would come of it. Empty for gone.
    ///
    /// @param now empty for an object that is not there
    /// @param mark puts the effect's stamp on what is written
    abstract Optional<ObjectNode> one(Site site, Ref ref, Optional<ObjectNode> now, Api.Run run)
            throws Wrong;

    /// Where and how one object is changed.
    record Site(Call call, Api api, Mark mark) {}

    /// Marks what is about to be written.
    interface Mark {
        ObjectNode put(ObjectNode object);
    }

    /// What is lost for good; null for nothing, since what was there is kept.
    @org.jspecify.annotations.Nullable
    String loses(Call call, List<Ref> refs) {
        return null;
    }

    private List<Ref> limited(Call call, Api api) throws Wrong {
        List<Ref> refs = refs(call, api);
        if (refs.isEmpty() || refs.size() > MOST) {
            throw Wrong.given("1 to %d objects are changed, not %d".formatted(MOST, refs.size()));
        }
        return refs;
    }

    @Override
    Preview look(Call call, Api api) throws Wrong {
        List<Ref> refs = limited(call, api);
        Map<String, String> rests = new TreeMap<>();
        Map<String, String> leaves = new TreeMap<>();
        List<String> does = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        Site site = new Site(call, api, object -> object);
        for (Ref ref : refs) {
            Optional<ObjectNode> now = api.find(ref);
            Optional<ObjectNode> after =
                    Api.afresh(() -> one(site, ref, api.find(ref), Api.Run.DRY));
            rests.put(ref + WHAT, Content.state(ref, now));
            leaves.put(ref + WHAT, Content.state(ref, after));
            does.add(told(ref, now, after));
            now.ifPresent(object -> unchecked.addAll(Controllers.reverting(api, object)));
        }
        return Preview.of(
                        String.join("; ", does),
                        Repeat.CHECKABLE,
                        Duration.ofMillis(200).multipliedBy(refs.size()))
                .moving(rests, leaves)
                .losing(loses(call, refs))
                .unchecked(unchecked);
    }

    private static String told(Ref ref, Optional<ObjectNode> now, Optional<ObjectNode> after) {
        if (after.isEmpty()) {
            return now.isEmpty() ? ref + " is not there" : "delete " + ref;
        }
        if (now.isEmpty()) {
            return "create " + ref;
        }
        List<String> lines =
                Difference.of(Content.of(now.get()), Content.of(after.get()), ref.kind().veiled());
        return lines.isEmpty()
                ? ref + " stays as it is"
                : "change %s (%s)".formatted(ref, String.join(", ", lines));
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        List<Ref> refs = limited(call, api);
        Stamp stamp = new Stamp(call, effect);
        Map<Ref, Optional<ObjectNode>> before = new LinkedHashMap<>();
        for (Ref ref : refs) {
            Optional<ObjectNode> now = api.find(ref);
            before.put(ref, now);
            admit(call, stamp, ref, now);
        }
        Records records = Records.of(call, api);
        records.write(records.beforeName(), Records.BEFORE, before, false);
        Site site = new Site(call, api, stamp::put);
        for (Ref ref : refs) {
            Api.afresh(() -> {
                Optional<ObjectNode> now = api.find(ref);
                admit(call, stamp, ref, now);
                return now.filter(stamp::on).isPresent() ? now : one(site, ref, now, Api.Run.REAL);
            });
        }
        return new Finding.Done("changed " + refs, Map.of("kept", records.beforeName()));
    }

    private static void admit(Call call, Stamp stamp, Ref ref, Optional<ObjectNode> now)
            throws Wrong {
        if (now.isPresent()) {
            stamp.admit(now.get());
        }
        String planned = call.rests().getOrDefault(ref + WHAT, "absent");
        String state = Content.state(ref, now);
        boolean ours = now.filter(o -> stamp.on(o) || stamp.ours(o)).isPresent();
        if (!state.equals(planned) && !ours && now.isPresent()) {
            throw Wrong.given(
                    "%s is not what the plan saw (%s, then %s): somebody else has changed it"
                            .formatted(ref, planned, state));
        }
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        Stamp stamp = new Stamp(call, effect);
        for (Ref ref : limited(call, api)) {
            if (api.find(ref).filter(stamp::on).isEmpty()) {
                return new Finding.NotDone("%s does not carry this effect".formatted(ref), "");
            }
        }
        return new Finding.Done("seen on all of them");
    }

    @Override
    Finding back(Call call, Effect effect, Api api) throws Wrong {
        Records records = Records.of(call, api);
        Optional<ObjectNode> record = records.find(records.beforeName());
        if (record.isEmpty()) {
            return new Finding.NotDone("what was there before was not kept", "");
        }
        Stamp stamp = new Stamp(call, effect);
        JsonNode objects = Records.objects(record.get());
        for (Map.Entry<String, JsonNode> e : objects.properties()) {
            Ref ref = api.ref(e.getKey());
            Api.afresh(() -> back(api, stamp, ref, e.getValue()));
        }
        return new Finding.Done("brought back " + names(objects));
    }

    private static List<String> names(JsonNode objects) {
        List<String> names = new ArrayList<>();
        objects.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// Empty when there is nothing to bring back any more.
    private static Optional<ObjectNode> back(Api api, Stamp stamp, Ref ref, JsonNode before)
            throws Wrong {
        Optional<ObjectNode> now = api.find(ref);
        if (now.isEmpty()) {
            return before instanceof ObjectNode content && !content.isEmpty()
                    ? Optional.of(api.create(ref, stamp.put(Content.fresh(content)), Api.Run.REAL))
                    : Optional.empty();
        }
        ObjectNode there = now.get();
        stamp.admit(there);
        if (stamp.on(there)) {
            return now;
        }
        if (!stamp.ours(there)) {
            throw Wrong.given("%s was changed by others since".formatted(ref));
        }
        if (before instanceof ObjectNode content && !content.isEmpty()) {
            ObjectNode next = stamp.put(Content.over(content, there, true));
            return Optional.of(api.replace(ref, next, Api.Run.REAL));
        }
        api.delete(ref, there, Api.Run.REAL);
        return Optional.empty();
    }

    @Override
    Finding seenBack(Call call, Effect effect, Api api) throws Wrong {
        Records records = Records.of(call, api);
        Optional<ObjectNode> record = records.find(records.beforeName());
        if (record.isEmpty()) {
            return new Finding.Unsure("what was there before was not kept", "");
        }
        Stamp stamp = new Stamp(call, effect);
        for (Map.Entry<String, JsonNode> e : Records.objects(record.get()).properties()) {
            Optional<ObjectNode> now = api.find(api.ref(e.getKey()));
            boolean back =
                    e.getValue().isEmpty() ? now.isEmpty() : now.filter(stamp::on).isPresent();
            if (!back) {
                return new Finding.NotDone(e.getKey() + " is not back", "");
            }
        }
        return new Finding.Done(
                "seen on all of them: " + Json.text(names(Records.objects(record.get()))));
    }

    @Override
    public java.util.Set<String> outputs() {
        return java.util.Set.of("kept");
    }
}
