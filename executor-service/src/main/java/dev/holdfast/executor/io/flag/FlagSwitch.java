package dev.holdfast.executor.io.flag;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.SiteAction;
import dev.holdfast.executor.io.request.Trouble;

import java.time.Duration;
import java.util.Map;

/// `launchdarkly.flag` and `unleash.flag`: switches a feature flag of one environment on or off.
/// Switching it again changes nothing more.
public final class FlagSwitch extends SiteAction implements UndoableAction {
    private static final String BEFORE = "flag";

    private final FlagService service;

    private FlagSwitch(String name, FlagService service) {
        super(
                name,
                "",
                ArgumentForm.needs("project", ArgumentType.TEXT),
                ArgumentForm.needs("flag", ArgumentType.TEXT),
                ArgumentForm.needs("environment", ArgumentType.TEXT),
                ArgumentForm.needs("on", ArgumentType.FLAG));
        this.service = service;
    }

    public static FlagSwitch launchDarkly() {
        return new FlagSwitch("launchdarkly.flag", new LaunchDarkly());
    }

    public static FlagSwitch unleash() {
        return new FlagSwitch("unleash.flag", new Unleash());
    }

    private static FlagService.Flag flag(Call call) {
        return new FlagService.Flag(
                call.text("project"), call.text("flag"), call.text("environment"));
    }

    private static boolean wanted(Call call) {
        return call.text("on").equals("true");
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    @Override
    protected Preview look(Call call, Site site) throws Trouble {
        String now = word(service.on(site, flag(call)));
        return Preview.of(
                        "switch flag %s of %s in %s %s (now %s)"
                                .formatted(
                                        call.shown("flag"),
                                        call.shown("project"),
                                        call.shown("environment"),
                                        word(wanted(call)),
                                        now),
                        Repeat.IDEMPOTENT,
                        Duration.ofSeconds(1))
                .moving(Map.of(BEFORE, now), Map.of(BEFORE, word(wanted(call))));
    }

    @Override
    protected Finding act(Call call, Effect effect, Site site) throws Trouble {
        return put(call, site, wanted(call));
    }

    private Finding put(Call call, Site site, boolean on) throws Trouble {
        if (service.on(site, flag(call)) != on) {
            service.put(site, flag(call), on, "holdfast rollback " + call.rollback());
        }
        return is(call, site, on);
    }

    private Finding is(Call call, Site site, boolean on) throws Trouble {
        boolean now = service.on(site, flag(call));
        String told = "flag %s is %s".formatted(call.shown("flag"), word(now));
        return now == on ? new Finding.Done(told) : new Finding.NotDone(told, "");
    }

    @Override
    protected Finding seen(Call call, Effect effect, Site site) throws Trouble {
        return is(call, site, wanted(call));
    }

    private static boolean before(Call call) {
        return call.rests().getOrDefault(BEFORE, "off").equals("on");
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return touch(call, effect, site -> put(call, site, before(call)));
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(call, site -> is(call, site, before(call)));
    }
}
