package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.incident.Decision;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.State;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One line of `expect:`: only what it names is compared.
final class Expectation {
    private static final String[] KEYS = {
        "at",
        "state",
        "row",
        "severity",
        "action",
        "runbook",
        "to",
        "sentence",
        "ordered",
        "members",
        "asked",
        "escalated",
        "stage",
        "withheld",
        "refused"
    };

    private final String test;
    private final YamlMap line;

    Expectation(String test, YamlMap line) {
        this.test = test;
        this.line = line.only(KEYS);
    }

    void check(Rehearsal r) {
        Optional<Incident> incident = r.incident();
        same("state", incident.map(i -> i.state().word()).orElse("none"));
        same("row", decided(incident, Decision::row));
        same("severity", incident.map(i -> i.severity().name()).orElse("none"));
        same("action", decided(incident, d -> d.action().word()));
        same("to", decided(incident, d -> d.to() == null ? null : d.to().version()));
        same(
                "runbook",
                lastOf(r, RollbackProposed.class).map(RollbackProposed::runbook).orElse("none"));
        same(
                "stage",
                lastOf(r, VerificationRequested.class)
                        .map(VerificationRequested::stage)
                        .orElse("none"));
        list("ordered", orders(r));
        list("members", r.gone());
        list("asked", asked(incident));
        list(
                "escalated",
                lastOf(r, IncidentEscalated.class).map(IncidentEscalated::roles).orElse(List.of()));
        holds("sentence", decided(incident, Decision::sentence));
        holds("withheld", withheld(incident));
        holds("refused", r.refusal().map(f -> f.reason()).orElse(""));
    }

    private static String decided(
            Optional<Incident> incident,
            Function<Decision, @org.jspecify.annotations.Nullable String> what) {
        return incident.map(Incident::decision).map(what).orElse("none");
    }

    private static <T> Optional<T> lastOf(Rehearsal r, Class<T> type) {
        return r.told().reversed().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /// The runbooks that were ordered, in order.
    private static List<String> orders(Rehearsal r) {
        return r.told().stream()
                .filter(RollbackOrdered.class::isInstance)
                .map(e -> runbook(r, ((RollbackOrdered) e).rollback()))
                .toList();
    }

    private static String runbook(Rehearsal r, String rollback) {
        return r.told().stream()
                .filter(RollbackProposed.class::isInstance)
                .map(RollbackProposed.class::cast)
                .filter(p -> p.rollback().equals(rollback))
                .map(RollbackProposed::runbook)
                .findFirst()
                .orElse("unknown");
    }

    private static List<String> asked(Optional<Incident> incident) {
        return incident.map(Incident::state)
                .map(s -> s instanceof State.AwaitingApproval a ? a.question().roles() : null)
                .orElse(List.of());
    }

    private static String withheld(Optional<Incident> incident) {
        return incident.map(Incident::state)
                .map(s -> s instanceof State.Withheld w ? w.reason() : null)
                .orElse("");
    }

    private void same(String key, String is) {
        line.optional(key)
                .filter(v -> !v.text().equals(is))
                .ifPresent(v -> wrong(key, v, "is '%s'".formatted(is)));
    }

    private void list(String key, List<String> is) {
        line.optional(key)
                .filter(v -> !v.texts().equals(is))
                .ifPresent(v -> wrong(key, v, "is %s".formatted(is)));
    }

    private void holds(String key, String is) {
        line.optional(key)
                .filter(v -> !is.contains(v.text()))
                .ifPresent(v -> wrong(key, v, "is '%s'".formatted(is)));
    }

    private void wrong(String key, YamlValue at, String is) {
        at.problem("%s, at %s: %s %s".formatted(test, line.text("at"), key, is));
    }
}
