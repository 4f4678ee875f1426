package dev.holdfast.executor.io.monitoring;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;
import dev.holdfast.executor.io.request.Site;
import dev.holdfast.executor.io.request.SiteAction;
import dev.holdfast.executor.io.request.Trouble;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `alertmanager.silence`: silences alerts by their labels for a while, at most a day. The comment
/// carries the effect's key, so a look tells whether it is there; an undo ends it.
public final class Silence extends SiteAction implements UndoableAction {
    private static final Duration LONGEST = Duration.ofHours(24);

    public Silence() {
        super(
                "alertmanager.silence",
                "Bearer ",
                ArgumentForm.needs("labels", ArgumentType.TABLE),
                ArgumentForm.needs("for", ArgumentType.DURATION),
                ArgumentForm.takes("comment", ArgumentType.TEXT));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("silence");
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        Form labels = with.get("labels");
        return labels != null && labels.table().isEmpty()
                ? Map.of("labels", "a silence without labels would silence everything")
                : Map.of();
    }

    @Override
    protected Preview look(Call call, Site site) throws Trouble {
        site.get("/api/v2/status");
        List<String> obstacles = new ArrayList<>();
        if (length(call).compareTo(LONGEST) > 0) {
            obstacles.add("a silence lasts at most 24h, not " + call.text("for"));
        }
        return Preview.of(
                        "silence alerts with %s for %s"
                                .formatted(call.table("labels"), call.shown("for")),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .hindered(obstacles);
    }

    private static Duration length(Call call) {
        return call.duration("for", Duration.ZERO);
    }

    private static String mark(String what) {
        return "[holdfast " + what + "]";
    }

    private static String step(Call call) {
        return mark("step " + call.rollback() + " " + call.step());
    }

    /// The one that stands now with this mark in its comment.
    private static Optional<String> standing(Site site, String mark) throws Trouble {
        for (JsonNode s : site.get("/api/v2/silences")) {
            boolean stands = !s.at("/status/state").asText().equals("expired");
            if (stands && s.path("comment").asText().contains(mark)) {
                return Optional.of(s.path("id").asText());
            }
        }
        return Optional.empty();
    }

    @Override
    protected Finding act(Call call, Effect effect, Site site) throws Trouble {
        Optional<String> there = standing(site, mark(effect.key()));
        if (there.isPresent()) {
            return done(there.get());
        }
        List<Map<String, Object>> matchers = new ArrayList<>();
        call.table("labels")
                .forEach((name, value) ->
                        matchers.add(
                                Map.of(
                                        "name", name, "value", value, "isRegex", false, "isEqual",
                                        true)));
        Instant now = Instant.now();
        JsonNode made =
                site.post(
                        "/api/v2/silences",
                        Map.of(
                                "matchers", matchers,
                                "startsAt", now.toString(),
                                "endsAt", now.plus(length(call)).toString(),
                                "createdBy", "holdfast",
                                "comment",
                                        "%s %s %s"
                                                .formatted(
                                                        call.text("comment", "a rollback runs"),
                                                        step(call),
                                                        mark(effect.key()))));
        return done(made.path("silenceID").asText());
    }

    private static Finding done(String id) {
        return new Finding.Done("silence %s stands".formatted(id), Map.of("silence", id));
    }

    @Override
    protected Finding seen(Call call, Effect effect, Site site) throws Trouble {
        return standing(site, mark(effect.key()))
                .map(Silence::done)
                .orElseGet(() -> new Finding.NotDone("no silence of this effect stands", ""));
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return touch(
                call,
                effect,
                site -> {
                    Optional<String> id = standing(site, step(call));
                    if (id.isPresent()) {
                        site.send(
                                "DELETE",
                                "/api/v2/silence/" + Site.encoded(id.get()),
                                null,
                                Map.of());
                    }
                    return new Finding.Done("the silence has ended");
                });
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(
                call,
                site ->
                        standing(site, step(call)).isPresent()
                                ? new Finding.NotDone("the silence still stands", "")
                                : new Finding.Done("the silence has ended"));
    }
}
