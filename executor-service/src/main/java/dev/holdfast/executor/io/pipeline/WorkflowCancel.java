package dev.holdfast.executor.io.pipeline;

import com.fasterxml.jackson.databind.node.MissingNode;

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
import java.util.List;
import java.util.Set;

/// `github.cancel`: cancels the runs that are under way, of one workflow or of all, so that nothing
/// deploys the bad release again meanwhile. Waits until they have ended.
public final class WorkflowCancel extends SiteAction {
    private static final Duration PAUSE = Duration.ofMillis(500);

    public WorkflowCancel() {
        super(
                "github.cancel",
                "Bearer ",
                ArgumentForm.needs("repository", ArgumentType.TEXT),
                ArgumentForm.takes("workflow", ArgumentType.TEXT),
                ArgumentForm.takes("branch", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("cancelled");
    }

    @Override
    protected Preview look(Call call, Site site) throws Trouble {
        List<Runs.Run> active = Runs.of(call, site).active(call);
        return Preview.of(
                "cancel what runs in %s (now: %s)"
                        .formatted(call.shown("repository"), told(active)),
                Repeat.IDEMPOTENT,
                Duration.ofSeconds(10));
    }

    private static String told(List<Runs.Run> runs) {
        return runs.isEmpty()
                ? "nothing"
                : String.join(", ", runs.stream().map(r -> r.name() + " #" + r.id()).toList());
    }

    @Override
    protected Finding act(Call call, Effect effect, Site site) throws Trouble {
        Runs runs = Runs.of(call, site);
        List<Runs.Run> first = runs.active(call);
        for (Runs.Run run : first) {
            cancel(runs, run, site);
        }
        long end = System.nanoTime() + effect.timeout().toNanos();
        List<Runs.Run> left = runs.active(call);
        while (!left.isEmpty() && pause(end, PAUSE)) {
            left = runs.active(call);
        }
        return left.isEmpty()
                ? new Finding.Done(
                        "cancelled " + told(first),
                        java.util.Map.of("cancelled", Integer.toString(first.size())))
                : new Finding.NotDone("still under way: " + told(left), "");
    }

    /// One that has ended meanwhile cannot be cancelled, which is as good.
    private static Object cancel(Runs runs, Runs.Run run, Site site) throws Trouble {
        try {
            return site.send(
                    "POST",
                    runs.repository() + "/actions/runs/" + Site.encoded(run.id()) + "/cancel",
                    null,
                    java.util.Map.of());
        } catch (Trouble e) {
            if (runs.run(run.id()).status().equals("completed")) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    @Override
    protected Finding seen(Call call, Effect effect, Site site) throws Trouble {
        List<Runs.Run> left = Runs.of(call, site).active(call);
        return left.isEmpty()
                ? new Finding.Done("nothing is under way")
                : new Finding.NotDone("still under way: " + told(left), "");
    }
}
