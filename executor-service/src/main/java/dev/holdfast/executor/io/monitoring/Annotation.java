package dev.holdfast.executor.io.monitoring;

import com.fasterxml.jackson.databind.JsonNode;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `grafana.annotation`: marks the moment on dashboards. One of its tags is the effect's key, so it is
/// made once.
public final class Annotation extends SiteAction {
    public Annotation() {
        super(
                "grafana.annotation",
                "Bearer ",
                ArgumentForm.needs("text", ArgumentType.TEXT),
                ArgumentForm.takes("tags", ArgumentType.TEXTS),
                ArgumentForm.takes("dashboard", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("annotation");
    }

    @Override
    protected Preview look(Call call, Site site) throws Trouble {
        site.get("/api/annotations?limit=1"); // that the token is good
        return Preview.of(
                "annotate '%s'".formatted(call.shown("text")),
                Repeat.CHECKABLE,
                Duration.ofSeconds(1));
    }

    private static String tag(Effect effect) {
        return "holdfast-" + effect.key();
    }

    @Override
    protected Finding act(Call call, Effect effect, Site site) throws Trouble {
        if (seen(call, effect, site) instanceof Finding.Done there) {
            return there;
        }
        List<String> tags = new ArrayList<>(call.texts("tags"));
        tags.addAll(List.of("holdfast", tag(effect)));
        Map<String, Object> body = new HashMap<>();
        body.put("text", call.text("text"));
        body.put("tags", tags);
        call.optional("dashboard").ifPresent(d -> body.put("dashboardUID", d));
        return done(site.post("/api/annotations", body).path("id").asText());
    }

    private static Finding done(String id) {
        return new Finding.Done("annotation " + id, Map.of("annotation", id));
    }

    @Override
    protected Finding seen(Call call, Effect effect, Site site) throws Trouble {
        JsonNode found = site.get("/api/annotations?limit=1&tags=" + Site.encoded(tag(effect)));
        return found.isEmpty()
                ? new Finding.NotDone("there is no annotation of this effect", "")
                : done(found.path(0).path("id").asText());
    }
}
