package dev.holdfast.executor.domain.plan;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.executor.domain.plan.Draft.StepDraft;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.runbook.Condition;
import dev.holdfast.executor.domain.runbook.Grammar;
import dev.holdfast.executor.domain.runbook.Parameter;
import dev.holdfast.executor.domain.runbook.Runbook;
import dev.holdfast.executor.domain.runbook.Runbooks;
import dev.holdfast.executor.domain.runbook.Step;
import dev.holdfast.executor.domain.runbook.Vocabulary;
import dev.holdfast.executor.domain.runbook.Way;
import dev.holdfast.executor.domain.words.Bindings;
import dev.holdfast.executor.domain.words.Template;
import dev.holdfast.executor.domain.words.Value;
import dev.holdfast.executor.domain.words.Words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Fills a runbook with the values of one rollback. Every value from outside is checked against its
/// type first, and again where it is put in: nothing dangerous reaches a plan.
public final class Drafting {
    private final Vocabulary vocabulary;
    private final Subject subject;
    private final Runbook runbook;
    private final TreeSet<String> outputs = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private Drafting(Vocabulary vocabulary, Subject subject, Runbook runbook) {
        this.vocabulary = vocabulary;
        this.subject = subject;
        this.runbook = runbook;
    }

    public static Draft draft(
            Vocabulary vocabulary,
            PackManifest manifest,
            Runbooks runbooks,
            Runbook runbook,
            Subject subject) {
        var drafting = new Drafting(vocabulary, subject, runbook);
        Map<String, String> pack = Variables.of(manifest, subject.scope().environment()).values();
        Bindings trusted =
                new Bindings(pack, Map.of(), manifest.secrets().keySet(), new TreeSet<>());
        Allowed allowed = drafting.allowed(runbooks, trusted);
        Bindings bindings =
                new Bindings(pack, drafting.given(), manifest.secrets().keySet(), new TreeSet<>());
        List<StepDraft> steps =
                runbook.steps().stream()
                        .map(s -> {
                            StepDraft step = drafting.step(s, bindings);
                            s.ways().forEach(w -> drafting.outputs(s, w));
                            return step;
                        })
                        .toList();
        return new Draft(subject, runbook, allowed, manifest.secrets(), steps, drafting.problems);
    }

    private Allowed allowed(Runbooks runbooks, Bindings trusted) {
        return new Allowed(
                fill(runbooks.programs(), trusted),
                fill(runbooks.hosts(), trusted),
                fill(runbooks.folders(), trusted));
    }

    private List<String> fill(List<Template> templates, Bindings trusted) {
        return templates.stream().map(t -> t.fill(trusted, problems::add).shown()).toList();
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        Release from = subject.from();
        given(given, "to", Parameter.Type.VERSION, subject.to().version());
        given(given, "component", Parameter.Type.NAME, subject.to().component());
        given(given, "rollback", Parameter.Type.NAME, subject.rollback());
        given(given, "incident", Parameter.Type.NAME, subject.incident());
        if (from != null) {
            given(given, "from", Parameter.Type.VERSION, from.version());
        }
        for (Parameter p : runbook.parameters()) {
            if (p.otherwise() != null) {
                given(given, p.name(), p.type(), p.otherwise());
            } else if (!given.containsKey(p.name())) {
                problems.add("parameter '%s' has no value".formatted(p.name()));
            }
        }
        return given;
    }

    private void given(Map<String, String> given, String name, Parameter.Type type, String value) {
        type.wrong(name, value).ifPresent(problems::add);
        given.put(name, value);
    }

    private StepDraft step(Step step, Bindings base) {
        var bindings = new Bindings(base.pack(), base.given(), base.secrets(), outputs);
        List<Map<String, Value>> with =
                step.ways().stream().map(w -> way(step, w, bindings)).toList();
        var when = step.when();
        if (when == null) {
            return new StepDraft(step, null, null, with);
        }
        Condition.Filled filled = when.fill(bindings, problems::add);
        return filled.holds(Map.of())
                .map(holds -> new StepDraft(step, holds ? null : notDone(when), null, with))
                .orElseGet(() -> new StepDraft(step, null, filled, with));
    }

    private static String notDone(Condition when) {
        return "not done, since '%s' does not hold".formatted(when.text());
    }

    private void outputs(Step step, Way way) {
        Grammar grammar = vocabulary.actions().get(way.action());
        if (grammar != null) {
            grammar.outputs().forEach(o -> outputs.add(step.name() + "." + o));
        }
    }

    private Map<String, Value> way(Step step, Way way, Bindings bindings) {
        Map<String, Value> with = new LinkedHashMap<>();
        Grammar grammar = vocabulary.actions().get(way.action());
        if (grammar == null) {
            problems.add("there is no action '%s'".formatted(way.action()));
            return with;
        }
        for (ArgumentForm form : grammar.arguments()) {
            var written = way.with().get(form.name());
            if (written != null) {
                String place = "step '%s', %s: ".formatted(step.name(), form.name());
                Value value = written.fill(bindings, p -> problems.add(place + p));
                with.put(form.name(), checked(form.type(), value, place));
            }
        }
        return with;
    }

    private Value checked(ArgumentType type, Value value, String place) {
        List<Words> items = value.items().stream().map(w -> checked(type, w, place)).toList();
        Map<String, Words> table = new LinkedHashMap<>();
        value.table().forEach((k, w) -> table.put(k, checked(type, w, place)));
        return new Value(items, table);
    }

    private Words checked(ArgumentType type, Words words, String place) {
        type.smuggled(words).ifPresent(p -> problems.add(place + p));
        Words tamed = type.tamed(words);
        if (tamed.settled()) {
            type.wrong(tamed.shown()).ifPresent(p -> problems.add(place + p));
        }
        return tamed;
    }
}
