package dev.holdfast.executor.io.glass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.Archive;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.flow.Imports;
import dev.holdfast.executor.io.Workshop;
import dev.holdfast.executor.io.evidence.Bundle;
import dev.holdfast.executor.io.guard.ParallelLookout;
import dev.holdfast.executor.io.guard.ResilientGuard;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// No Kafka, no PostgreSQL, no other service: a folder with a pack, and a file.
class GlassTest {
    @TempDir private Path home;
    private final List<Event> told = new ArrayList<>();

    @BeforeEach
    void twoReleases() throws IOException {
        home = home.toRealPath();
        Files.createDirectories(home.resolve("releases/1.4.1"));
        Files.createDirectories(home.resolve("releases/1.5.0"));
        Files.createSymbolicLink(home.resolve("current"), home.resolve("releases/1.5.0"));
    }

    private PackFiles pack() {
        String runbooks =
                """
                allow: {folders: ["${home}"]}
                runbooks:
                  back:
                    deadline: 2m
                    steps:
                      - {name: switch, action: link.switch, with: {link: "${home}/current", to: "${home}/releases/${to}"}}
                      - {name: sure, action: ask, with: {question: does it answer}}
                      - {name: proven, action: verify, with: {stage: immediate}}
                """;
        String manifest =
                "system: shop\nenvironments: {production: {components: [backend]}}\nvariables: {home: \"%s\"}\n"
                        .formatted(home);
        return PackFiles.of("shop", Map.of("pack.yml", manifest, "runbooks.yml", runbooks));
    }

    private Glass open(String runbook) throws IOException {
        Actions actions = Workshop.actions(Set.of(), null, new Bundle(home.resolve("evidence")));
        return new Glass(
                new GlassRequest(
                        pack(),
                        "production",
                        runbook,
                        null,
                        new Release("backend", "1.4.1"),
                        "dana",
                        "Kafka and PostgreSQL are gone"),
                home.resolve("run.jsonl"),
                actions,
                told::add);
    }

    private static String hash(Glass.GlassPlan plan) {
        var ready = plan.ready();
        return ready == null ? "" : ready.hash();
    }

    private Path link() throws IOException {
        return Files.readSymbolicLink(home.resolve("current"));
    }

    @Test
    void a_runbook_is_planned_confirmed_and_carried_out_in_one_process() throws Exception {
        try (Glass glass = open("back")) {
            Glass.GlassPlan plan = glass.plan();
            assertThat(plan.obstacles()).isEmpty();
            assertThat(link()).endsWithRaw(Path.of("1.5.0"));

            RollbackState end = glass.run(hash(plan), (_, _) -> GlassPerson.Answer.GO_ON);

            assertThat(end).isInstanceOf(RollbackState.Completed.class);
            assertThat(link()).endsWithRaw(Path.of("1.4.1"));
        }
        assertThat(told.getLast()).isInstanceOf(RollbackCompleted.class);
    }

    @Test
    void a_process_that_died_is_started_again_and_does_nothing_twice() throws Exception {
        try (Glass glass = open("back")) {
            String hash = hash(glass.plan());
            assertThatThrownBy(() ->
                            glass.run(
                                    hash,
                                    (_, _) -> {
                                        throw new IllegalStateException("killed");
                                    }))
                    .hasMessage("killed");
        }
        // It died while it was writing: the torn line was never committed.
        Files.writeString(
                home.resolve("run.jsonl"), "{\"scope\": \"shop/pro", StandardOpenOption.APPEND);

        try (Glass again = open("back")) {
            assertThat(again.goesOn()).isTrue();
            RollbackState end = again.run("", (_, _) -> GlassPerson.Answer.GO_ON);
            assertThat(end).isInstanceOf(RollbackState.Completed.class);
        }
        assertThat(told.stream().filter(StepFinished.class::isInstance))
                .extracting(e -> ((StepFinished) e).step())
                .containsExactly("switch", "sure", "proven");
    }

    @Test
    void one_file_is_one_process_and_a_wrong_hash_does_nothing() throws Exception {
        try (Glass glass = open("back")) {
            assertThatThrownBy(() -> open("back")).isInstanceOf(Exception.class);
            glass.plan();
            RollbackState state = glass.run("another", (_, _) -> GlassPerson.Answer.GO_ON);
            assertThat(state).isInstanceOf(RollbackState.Planned.class);
        }
        assertThat(link()).endsWithRaw(Path.of("1.5.0"));
    }

    @Test
    void a_file_whose_run_is_over_is_never_taken_for_another_one() throws Exception {
        try (Glass glass = open("back")) {
            var _ = glass.run(hash(glass.plan()), (_, _) -> GlassPerson.Answer.GO_ON);
        }
        Files.delete(home.resolve("current"));
        Files.createSymbolicLink(home.resolve("current"), home.resolve("releases/1.5.0"));

        assertThatThrownBy(() -> open("back"))
                .isInstanceOf(Glass.Over.class)
                .hasMessageContaining("holds a run that has ended")
                .hasMessageContaining("--journal");
        assertThat(link()).endsWithRaw(Path.of("1.5.0"));
    }

    @Test
    void a_run_that_goes_on_is_not_taken_for_another_runbook() throws Exception {
        try (Glass glass = open("back")) {
            String hash = hash(glass.plan());
            assertThatThrownBy(() ->
                            glass.run(
                                    hash,
                                    (_, _) -> {
                                        throw new IllegalStateException("killed");
                                    }))
                    .hasMessage("killed");
        }
        assertThatThrownBy(() -> open("other")).hasMessageContaining("holds a run that goes on");
    }

    @Test
    void the_same_file_on_two_machines_is_two_runs() throws Exception {
        String first;
        try (Glass glass = open("back")) {
            glass.plan();
            first = glass.rollback().id();
        }
        Files.delete(home.resolve("run.jsonl"));
        try (Glass glass = open("back")) {
            glass.plan();
            assertThat(glass.rollback().id()).isNotEqualTo(first);
        }
    }

    @Test
    void nothing_begins_while_its_kill_switch_lies_there() throws Exception {
        Path halt = home.resolve("run.jsonl.halt");
        Files.createFile(halt);
        try (Glass glass = open("back")) {
            RollbackState refused =
                    glass.run(hash(glass.plan()), (_, _) -> GlassPerson.Answer.GO_ON);
            assertThat(refused).isNotInstanceOf(RollbackState.Completed.class);
            assertThat(link()).endsWithRaw(Path.of("1.5.0"));

            Files.delete(halt);
            RollbackState end = glass.run(hash(glass.plan()), (_, _) -> GlassPerson.Answer.GO_ON);
            assertThat(end).isInstanceOf(RollbackState.Completed.class);
        }
    }

    @Test
    void a_runbook_that_is_not_there_is_told_with_the_nearest_name() throws Exception {
        try (Glass glass = open("bakc")) {
            assertThat(glass.plan().obstacles())
                    .singleElement()
                    .satisfies(o -> assertThat(o).contains("did you mean 'back'"));
        }
    }

    @Test
    void what_was_done_comes_into_the_house_later_once() throws Exception {
        try (Glass glass = open("back")) {
            var _ = glass.run(hash(glass.plan()), (_, _) -> GlassPerson.Answer.GO_ON);
        }
        MemoryHouse house = new MemoryHouse(Instant.parse("2026-01-01T00:00:00Z"));
        try (ParallelLookout lookout = new ParallelLookout();
                ResilientGuard guard = new ResilientGuard()) {
            MemoryStore store =
                    house.add(_ ->
                            new ExecutorDesk(Actions.of(List.of()), (_, _) -> "", lookout, guard));
            Imports imports = new Imports(store);
            Imports.Run run = GlassJournal.read(Files.readString(home.resolve("run.jsonl")));

            assertThat(imports.take(run)).isGreaterThan(6);
            assertThat(imports.take(run)).isZero();
            house.settle();

            assertThat(house.events(RollbackCompleted.class)).hasSize(1);
            String id = run.rollback().id();
            assertThat(new Archive(store).rollback(id).orElseThrow().journal())
                    .hasSizeGreaterThan(4);
            assertThat(run.journal().getFirst().evidence()).contains("point");
        }
    }
}
