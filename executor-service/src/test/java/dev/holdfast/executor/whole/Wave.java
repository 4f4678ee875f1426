package dev.holdfast.executor.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.executor.whole.specimen.Specimen;
import dev.holdfast.executor.whole.specimen.Subject;

import org.opentest4j.TestAbortedException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Rollbacks side by side, one for each kind of action, each on a system/environment of its own.
final class Wave implements AutoCloseable {
    /// Of what needs no person; the others are ended by a short one.
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private static final Duration WITHOUT_A_PERSON = Duration.ofSeconds(12);

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration AFTER = Duration.ofSeconds(30);
    private static final Release BAD = new Release("backend", "1.5.0");
    private static final Release GOOD = new Release("backend", "1.4.1");

    private final String system;
    private final Path folder;
    private final Wire wire;
    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, String> left = new TreeMap<>();
    private Duration deadline = DEADLINE;

    Wave(String system, Path folder, String brokers) {
        this.system = system;
        this.folder = folder;
        this.wire = new Wire(system, brokers);
    }

    /// Kinds of actions whose targets cannot be made here, and why.
    Map<String, String> left() {
        return left;
    }

    /// Every run ends so soon, also what asks a person.
    void within(Duration time) {
        deadline = time;
    }

    int size() {
        return subjects.size();
    }

    String system() {
        return system;
    }

    /// Targets are made, and each rollback is planned.
    void plans(List<Specimen> specimens) throws Exception {
        tries(specimens);
        assertThat(refused()).isEmpty();
    }

    /// Targets are made, and each rollback is planned, or refused.
    void tries(List<Specimen> specimens) throws Exception {
        for (Specimen s : specimens) {
            Path place = Files.createDirectories(folder.resolve(system).resolve(s.name()));
            try {
                subjects.put(s.name(), s.making().make(place));
            } catch (TestAbortedException e) {
                left.put(s.name(), String.valueOf(e.getMessage()));
            }
        }
        PackFiles pack = pack();
        wire.offers(pack);
        await().atMost(PATIENCE)
                .until(() -> {
                    assertThat(wire.heard(PackRefused.class)).isEmpty();
                    return !wire.heard(PackAccepted.class).isEmpty();
                });
        var activated = new IncidentEvent.PackActivated(system, pack.digest(), Instant.now());
        wire.says(Scope.pack(system), activated);
        subjects.keySet().forEach(name -> wire.says(scope(name), proposal(name), pack.digest()));
        await().atMost(PATIENCE)
                .until(() -> wire.heard(PlanReady.class).size() + refused().size() >= size());
    }

    /// Until each that has a plan has ended.
    void ends() {
        await().atMost(PATIENCE).until(() -> ended().size() >= wire.heard(PlanReady.class).size());
    }

    List<PlanRefused> refused() {
        return wire.heard(PlanRefused.class);
    }

    void orders() {
        for (PlanReady plan : wire.heard(PlanReady.class)) {
            wire.says(
                    scope(plan.incident()),
                    new IncidentEvent.RollbackOrdered(
                            plan.incident(),
                            plan.rollback(),
                            plan.hash(),
                            BAD,
                            GOOD,
                            new Authority(null, List.of("robin (on-call)")),
                            Instant.now().plusSeconds(120),
                            "test",
                            Instant.now()));
        }
    }

    /// Each has ended once and in time, and what is told of each effect is so.
    void judges(String circumstances) throws Exception {
        await().atMost(PATIENCE).until(() -> ended().size() >= size());
        assertThat(wire.heard(RollbackStarted.class)).as(circumstances).hasSize(size());
        assertThat(ended()).as(circumstances).hasSize(size());
        Map<String, Instant> ends = endsAt();
        for (RollbackStarted s : wire.heard(RollbackStarted.class)) {
            assertThat(ends.get(s.rollback()))
                    .as("%s: end of %s", circumstances, s.incident())
                    .isNotNull()
                    .isBefore(s.at().plus(deadline(s.incident())).plus(AFTER));
        }
        List<String> completed =
                wire.heard(RollbackCompleted.class).stream()
                        .map(RollbackCompleted::incident)
                        .toList();
        for (var e : subjects.entrySet()) {
            Subject subject = e.getValue();
            boolean done = completed.contains(e.getKey());
            assertThat(subject.effects().count())
                    .as("%s: effects of %s, %s", circumstances, e.getKey(), ended())
                    .isBetween(done ? 1 : 0, subject.most());
        }
        // Only what nobody can look at may be left to a person.
        assertThat(completed)
                .as(circumstances)
                .containsAll(
                        subjects.keySet().stream().filter(n -> !n.startsWith("manual")).toList());
    }

    /// How many were completed without a person.
    int completed() {
        return wire.heard(RollbackCompleted.class).size();
    }

    private Duration deadline(String name) {
        return name.startsWith("manual") ? WITHOUT_A_PERSON : deadline;
    }

    /// Every record that was written to the broker, by whomever.
    List<String> everything() {
        return wire.everything();
    }

    <E extends Event> List<E> heard(Class<E> type) {
        return wire.heard(type);
    }

    private List<Event> ended() {
        return Stream.of(RollbackCompleted.class, RollbackFailed.class, RollbackAborted.class)
                .<Event>flatMap(type -> wire.heard(type).stream())
                .toList();
    }

    private Map<String, Instant> endsAt() {
        Map<String, Instant> ends = new LinkedHashMap<>();
        wire.heard(RollbackCompleted.class).forEach(e -> ends.put(e.rollback(), e.at()));
        wire.heard(RollbackFailed.class).forEach(e -> ends.put(e.rollback(), e.at()));
        wire.heard(RollbackAborted.class).forEach(e -> ends.put(e.rollback(), e.at()));
        return ends;
    }

    private Scope scope(String name) {
        return Scope.of(system, name);
    }

    private IncidentEvent proposal(String name) {
        return new IncidentEvent.RollbackProposed(
                name,
                EventId.of(system, name),
                name,
                Severity.P1,
                BAD,
                GOOD,
                Instant.now().plusSeconds(30),
                Instant.now());
    }

    private PackFiles pack() {
        List<String> environments = new ArrayList<>();
        List<String> programs = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        StringBuilder runbooks = new StringBuilder();
        subjects.forEach((name, subject) -> {
            environments.add(name + ": {components: [backend]}");
            subject.allows().programs().forEach(p -> programs.add('"' + p + '"'));
            subject.allows().hosts().forEach(h -> hosts.add('"' + h + '"'));
            runbooks.append(
                    """
                      %s:
                        deadline: %ds
                        snapshot: {wait: 0s}
                        on-failure: ask
                        steps:
                          - name: only
                            action: %s
                            with: %s
                            timeout: 20s
                            retry: {attempts: 5, pause: 200ms}
                    """
                            .formatted(
                                    name,
                                    deadline(name).toSeconds(),
                                    subject.action(),
                                    subject.with()));
        });
        String allow =
                "allow:\n  programs: %s\n  hosts: %s\n  folders: [\"%s\"]\nrunbooks:\n"
                        .formatted(programs, hosts, folder);
        String manifest =
                "system: %s\nsecrets: {canary: \"env:CANARY\", nasty: \"env:NASTY\"}\nenvironments: {%s}\n"
                        .formatted(system, String.join(", ", environments));
        return PackFiles.of(system, Map.of("pack.yml", manifest, "runbooks.yml", allow + runbooks));
    }

    @Override
    public void close() {
        for (Subject subject : subjects.values()) {
            ends(subject);
        }
        wire.close();
    }

    private static void ends(Subject subject) {
        try {
            subject.end().close();
        } catch (Exception e) {
            throw new IllegalStateException(subject.action() + " could not be cleared away", e);
        }
    }
}
