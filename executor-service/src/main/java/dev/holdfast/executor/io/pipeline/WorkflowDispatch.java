package dev.holdfast.executor.io.pipeline;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.SiteAction;
import dev.holdfast.executor.io.request.Trouble;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `github.dispatch`: begins a workflow. GitHub does not say which run came of it: with `key-input`,
/// the name of an input that the workflow shows in its `run-name`, the run is recognised, awaited, and
/// never begun twice; without, only a person can tell after a crash.
public final class WorkflowDispatch extends SiteAction {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /// GitHub lists a run some seconds after it was begun; until then its absence says nothing.
    private static final Duration LISTED = Duration.ofSeconds(30);

    public WorkflowDispatch() {
        super(
                "github.dispatch",
                "Bearer ",
                ArgumentForm.needs("repository", ArgumentType.TEXT),
                ArgumentForm.needs("workflow", ArgumentType.TEXT),
                ArgumentForm.needs("ref", ArgumentType.TEXT),
                ArgumentForm.takes("inputs", ArgumentType.TABLE),
                ArgumentForm.takes("key-input", ArgumentType.TEXT),
                ArgumentForm.takes("loses-data", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("run");
    }

    @Override
    protected Preview look(Call call, Site site) throws Trouble {
        String state = site.get(Runs.of(call, site).root()).path("state").asText();
        Preview preview =
                Preview.of(
                                "begin workflow %s of %s on %s with %s"
                                        .formatted(
                                                call.shown("workflow"),
                                                call.shown("repository"),
                                                call.shown("ref"),
                                                call.table("inputs").keySet()),
                                call.has("key-input") ? Repeat.CHECKABLE : Repeat.MANUAL,
                                Duration.ofMinutes(2))
                        .losing(call.optional("loses-data").orElse(null));
        return state.equals("active")
                ? preview
                : preview.hindered(
                        java.util.List.of(
                                "workflow %s is %s".formatted(call.shown("workflow"), state)));
    }

    @Override
    protected Finding act(Call call, Effect effect, Site site) throws Trouble {
        Runs runs = Runs.of(call, site);
        Optional<String> key = call.optional("key-input");
        if (key.isEmpty() || run(runs, effect).isEmpty()) {
            Map<String, Object> inputs = new LinkedHashMap<>(call.table("inputs"));
            key.ifPresent(k -> inputs.put(k, effect.key()));
            site.post(
                    runs.root() + "/dispatches", Map.of("ref", call.text("ref"), "inputs", inputs));
        }
        return key.isPresent()
                ? await(runs, effect, effect.timeout())
                : new Finding.Done("the workflow was begun", Map.of());
    }

    private static Optional<Runs.Run> run(Runs runs, Effect effect) throws Trouble {
        return runs.list("?per_page=50&event=workflow_dispatch").stream()
                .filter(r -> r.title().contains(effect.key()) || r.name().contains(effect.key()))
                .findFirst();
    }

    private static Finding await(Runs runs, Effect effect, Duration limit) throws Trouble {
        long end = System.nanoTime() + limit.toNanos();
        Optional<Runs.Run> now = run(runs, effect);
        while ((now.isEmpty() || !now.get().status().equals("completed")) && pause(end, PAUSE)) {
            now = run(runs, effect);
        }
        if (now.isEmpty()) {
            return new Finding.Unsure(
                    "no run shows the key: does the workflow's run-name show the input?", "");
        }
        Runs.Run run = now.get();
        if (!run.status().equals("completed")) {
            return new Finding.Unsure("run %s is still %s".formatted(run.id(), run.status()), "");
        }
        return run.conclusion().equals("success")
                ? new Finding.Done("run %s succeeded".formatted(run.id()), Map.of("run", run.id()))
                : new Finding.NotDone("run %s: %s".formatted(run.id(), run.conclusion()), "");
    }

    @Override
    protected Finding seen(Call call, Effect effect, Site site) throws Trouble {
        if (!call.has("key-input")) {
            return new Finding.Unsure("without key-input its run cannot be recognised", "");
        }
        Runs runs = Runs.of(call, site);
        long begun = System.nanoTime();
        long sure = begun + LISTED.minus(effect.age()).toNanos();
        long end = begun + effect.timeout().toNanos();
        Optional<Runs.Run> now = run(runs, effect);
        while (now.isEmpty() && System.nanoTime() - sure < 0 && pause(end, PAUSE)) {
            now = run(runs, effect);
        }
        if (now.isPresent()) {
            return await(runs, effect, effect.timeout());
        }
        return System.nanoTime() - sure < 0
                ? new Finding.Unsure("a run may still be listed, until %s".formatted(LISTED), "")
                : new Finding.NotDone("no run of this effect is there", "");
    }
}
