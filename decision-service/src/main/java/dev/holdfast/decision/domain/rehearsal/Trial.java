package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.incident.Facts;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.rehearsal.DecisionTest.Timed;
import dev.holdfast.decision.domain.release.Deployment;
import dev.holdfast.decision.domain.release.Deployment.Phase;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs one decision test and reports where the decision is another one.
final class Trial {
    private static final Instant START = Instant.parse("2026-01-14T10:00:00Z");
    private static final String[] EVENTS = {
        "at",
        "raise",
        "value",
        "threshold",
        "labels",
        "true-for",
        "clear",
        "silence",
        "signal",
        "attributes",
        "deploy",
        "changes",
        "by",
        "roles",
        "fact",
        "is",
        "fix",
        "approve",
        "deny",
        "abort",
        "close",
        "break-glass",
        "rollback",
        "halt",
        "lift",
        "mode"
    };

    private final Policy policy;
    private final DecisionTest test;
    private final Rehearsal rehearsal;
    private final Instant start;
    private int signals;

    Trial(Policy policy, String system, DecisionTest test) {
        this.policy = policy;
        this.test = test;
        this.start = start(test.at());
        Scope scope = Scope.of(system, test.at().text("environment", "production"));
        this.rehearsal = new Rehearsal(policy, scope, world(test.at()), start);
    }

    private static Instant start(YamlMap m) {
        Optional<YamlValue> said = m.optional("start");
        try {
            return said.map(s -> Instant.parse(s.text())).orElse(START);
        } catch (DateTimeException _) {
            said.ifPresent(s -> s.problem("expected a time such as 2026-01-14T10:00:00Z"));
            return START;
        }
    }

    private static World world(YamlMap m) {
        YamlMap plan = m.map("plan").only("loses", "refused");
        Map<String, Double> assessment = new LinkedHashMap<>();
        m.map("assessment").entries().forEach((check, v) -> assessment.put(check, v.number()));
        String verdict = m.text("verdict", "passed");
        return new World(
                loses(plan),
                plan.textOrNull("refused"),
                m.duration("takes", World.GOOD.takes()),
                m.flag("fails", false),
                verdict.equals("none")
                        ? null
                        : m.optional("verdict")
                                .map(v -> v.oneOf(Verdict.class))
                                .orElse(Verdict.PASSED),
                assessment,
                m.flag("answers", true),
                members(m.map("members")));
    }

    private static Map<String, World.Member> members(YamlMap m) {
        Map<String, World.Member> members = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    YamlMap how = v.map().only("refuses", "loses", "asks", "fails");
                    members.put(
                            name,
                            new World.Member(
                                    how.textOrNull("refuses"),
                                    how.textOrNull("loses"),
                                    how.flag("asks", false),
                                    how.flag("fails", false)));
                });
        return members;
    }

    /// `loses: an hour` of every plan, or by runbook.
    private static Map<String, String> loses(YamlMap plan) {
        return plan.optional("loses")
                .map(v -> v.isMap() ? v.map().textEntries() : Map.of("*", v.text()))
                .orElse(Map.of());
    }

    /// The rehearsal, whose events are set once it has begun.
    Rehearsal rehearsal() {
        return rehearsal;
    }

    void run() {
        begin();
        for (Timed expected :
                test.expectations().stream()
                        .sorted(java.util.Comparator.comparing(Timed::at))
                        .toList()) {
            rehearsal.until(start.plus(expected.at()));
            new Expectation(test.name(), expected.line()).check(rehearsal);
        }
    }

    void begin() {
        Site site = rehearsal.site();
        Optional<YamlValue> mode = test.at().optional("mode");
        site = site.mode(mode.map(v -> v.oneOf(Mode.class)).orElse(Mode.AUTOMATIC));
        rehearsal.set(site);
        test.at().list("releases").forEach(v -> release(v.map()));
        test.events()
                .forEach(e ->
                        rehearsal.at(start.plus(e.at()), () -> happens(e.line().only(EVENTS))));
    }

    private void release(YamlMap m) {
        m.only("component", "version", "held", "changes", "by", "ago", "began", "completed");
        Release release = new Release(m.text("component"), m.text("version"));
        Instant at = start.minus(m.duration("ago", Duration.ofMinutes(5)));
        Site site = rehearsal.site();
        if (m.flag("held", false)) {
            rehearsal.set(site.ledger(site.ledger().declareHeld(release, "test", at).ledger()));
            return;
        }
        List<String> changes = m.has("changes") ? m.texts("changes") : List.of("code");
        Instant began = start.minus(m.duration("began", m.duration("ago", Duration.ofMinutes(5))));
        deploy(release, Phase.STARTED, m.textOrNull("by"), changes, began);
        deploy(release, Phase.FINISHED, m.textOrNull("by"), changes, at);
        m.optional("completed")
                .ifPresent(v ->
                        deploy(release, Phase.COMPLETED, null, changes, start.minus(v.duration())));
    }

    private void deploy(
            Release release, Phase phase, @Nullable String by, List<String> changes, Instant at) {
        rehearsal.deploys(new Deployment(phase, release, by, null, changes, at));
    }

    private void happens(YamlMap m) {
        m.optional("raise").ifPresent(v -> rehearsal.raises(trigger(v.text(), m), Kind.MEASURED));
        m.optional("clear").ifPresent(v -> rehearsal.clears(v.text()));
        m.optional("silence").ifPresent(v -> rehearsal.forgets(v.text()));
        m.optional("halt").ifPresent(v -> rehearsal.halts(v.text()));
        m.optional("lift").ifPresent(_ -> rehearsal.halts(""));
        m.optional("mode")
                .ifPresent(v -> {
                    rehearsal.set(rehearsal.site().mode(v.oneOf(Mode.class)));
                    rehearsal.says(new Happening.SwitchesChanged("mode"));
                });
        m.optional("signal")
                .ifPresent(v ->
                        rehearsal.raises(
                                Facts.ofSignal(
                                        new SignalAccepted(
                                                "s" + ++signals,
                                                v.text(),
                                                m.map("attributes").textEntries(),
                                                rehearsal.now())),
                                Kind.SIGNAL));
        m.optional("deploy").ifPresent(v -> deploys(v.map(), m));
        if (m.has("by")) {
            says(person(m), m);
        }
    }

    private void deploys(YamlMap v, YamlMap m) {
        v.only("component", "version");
        List<String> changes = m.has("changes") ? m.texts("changes") : List.of("code");
        Release release = new Release(v.text("component"), v.text("version"));
        deploy(release, Phase.STARTED, null, changes, rehearsal.now());
        deploy(release, Phase.FINISHED, null, changes, rehearsal.now());
    }

    private Trigger trigger(String rule, YamlMap m) {
        return new Trigger(
                rule,
                rule,
                m.map("labels").textEntries(),
                Map.of(),
                rule,
                m.number("value", 1),
                m.has("threshold") ? m.number("threshold", 0) : null,
                rehearsal.now().minus(m.duration("true-for", Duration.ZERO)));
    }

    private Person person(YamlMap m) {
        String name = m.text("by");
        return new Person(name, policy.rolesOf(name, m.texts("roles"), Map.of(), rehearsal.now()));
    }

    private void says(Person by, YamlMap m) {
        String plan = rehearsal.incident().map(Incident::plan).map(p -> p.hash()).orElse(null);
        String why = "as the test says";
        Stream.of(
                        m.optional("approve").map(_ -> new Happening.Approved(by, why, plan)),
                        m.optional("deny").map(_ -> new Happening.Denied(by, why)),
                        m.optional("abort").map(_ -> new Happening.AbortAsked(by, why)),
                        m.optional("close").map(_ -> new Happening.CloseAsked(by, why)),
                        m.optional("break-glass")
                                .map(_ -> new Happening.GlassBroken(by, why, plan)),
                        m.optional("fix")
                                .map(v -> new Happening.FixPromised(by, v.duration(), why)),
                        m.optional("fact")
                                .map(v -> new Happening.FactSaid(by, v.text(), m.text("is"), why)))
                .flatMap(o -> o.map(Happening.class::cast).stream())
                .forEach(rehearsal::says);
        m.optional("rollback")
                .ifPresent(_ ->
                        rehearsal.asks(
                                Facts.ofRequest(by.name(), why, null, null, rehearsal.now()), by));
    }
}
