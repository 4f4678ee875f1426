package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.Map;

/// A change of one field of one object whose whole state fits into a short text, so that the plan
/// holds what an undo needs.
abstract class FieldAction extends ReversibleAction {
    private final String what;

    /// @param what is changed, such as `replicas`
    FieldAction(Clusters clusters, String name, String what, ArgumentForm... own) {
        super(clusters, name, own);
        this.what = what;
    }

    abstract Ref ref(Call call, Api api) throws Wrong;

    abstract String state(Call call, ObjectNode now) throws Wrong;

    /// The state that the call asks for; the object may be in it already.
    abstract String wanted(Call call, ObjectNode now) throws Wrong;

    /// Brings the object, a copy, into a state.
    abstract void set(Call call, ObjectNode object, String state) throws Wrong;

    /// What else the plan has to say.
    Preview more(Preview preview, Call call, Api api, ObjectNode now) throws Wrong {
        return preview;
    }

    /// A last look right before the change; [Wrong] stops it.
    void admit(Call call, Api api, ObjectNode now) throws Wrong {}

    @Override
    Preview look(Call call, Api api) throws Wrong {
        Ref ref = ref(call, api);
        ObjectNode now = api.get(ref);
        String before = state(call, now);
        String after = wanted(call, now);
        api.change(
                ref,
                Api.Run.DRY,
                seen -> {
                    ObjectNode draft = seen.deepCopy();
                    set(call, draft, after);
                    return draft;
                });
        Preview preview =
                Preview.of(
                                "%s: %s from %s to %s".formatted(ref, what, before, after),
                                Repeat.CHECKABLE,
                                Duration.ofSeconds(1))
                        .moving(Map.of(at(ref), before), Map.of(at(ref), after))
                        .unchecked(Controllers.reverting(api, now));
        return more(preview, call, api, now);
    }

    private String at(Ref ref) {
        return ref + " " + what;
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        Ref ref = ref(call, api);
        Stamp stamp = new Stamp(call, effect);
        String planned = call.rests().getOrDefault(at(ref), "");
        api.change(
                ref,
                Api.Run.REAL,
                now -> {
                    stamp.admit(now);
                    if (stamp.on(now)) {
                        return null;
                    }
                    String state = state(call, now);
                    String wanted = wanted(call, now);
                    if (!state.equals(planned) && !state.equals(wanted) && !stamp.ours(now)) {
                        throw changed(ref, planned, state);
                    }
                    admit(call, api, now);
                    ObjectNode draft = now.deepCopy();
                    set(call, draft, wanted);
                    return stamp.put(draft);
                });
        return done(call, api, ref);
    }

    private Wrong changed(Ref ref, String planned, String state) {
        return Wrong.given(
                "%s of %s is %s, but was seen as %s: somebody else has changed it"
                        .formatted(what, ref, state, planned));
    }

    private Finding done(Call call, Api api, Ref ref) throws Wrong {
        String state = state(call, api.get(ref));
        return new Finding.Done("%s of %s is %s".formatted(what, ref, state), Map.of(what, state));
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) throws Wrong {
        Ref ref = ref(call, api);
        return new Stamp(call, effect).on(api.get(ref))
                ? done(call, api, ref)
                : new Finding.NotDone("%s does not carry this effect".formatted(ref), "");
    }

    @Override
    Finding back(Call call, Effect effect, Api api) throws Wrong {
        Ref ref = ref(call, api);
        Stamp stamp = new Stamp(call, effect);
        String planned = call.rests().getOrDefault(at(ref), "");
        api.change(
                ref,
                Api.Run.REAL,
                now -> {
                    stamp.admit(now);
                    if (stamp.on(now)) {
                        return null;
                    }
                    if (!stamp.ours(now)) {
                        throw Wrong.given(
                                "%s was not changed by this rollback, or by others since"
                                        .formatted(ref));
                    }
                    ObjectNode draft = now.deepCopy();
                    set(call, draft, planned);
                    return stamp.put(draft);
                });
        return done(call, api, ref);
    }

    @Override
    Finding seenBack(Call call, Effect effect, Api api) throws Wrong {
        return seen(call, effect, api);
    }

    @Override
    public java.util.Set<String> outputs() {
        return java.util.Set.of(what);
    }
}
