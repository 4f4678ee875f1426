package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Why it was decided, what is owed, and what another policy would have done.
final class WhyCommandsTest {
    private static final int DECISION = 2;
    private static final String ID = "shop-20261120-4f2a";

    @TempDir Path folder;
    private AutoCloseable opened = () -> {};

    @AfterEach
    void close() throws Exception {
        opened.close();
    }

    private FakeHouse house() throws IOException {
        FakeHouse house = new FakeHouse(folder, DECISION);
        opened = house;
        return house;
    }

    @Test
    void an_explanation_has_each_row_that_was_tried_the_facts_and_the_promised_times()
            throws IOException {
        var result =
                house().answers(
                                "GET /api/incidents/" + ID + "/explain",
                                200,
                                """
                                {"incident":"%s","pack":"0123456789abcdef","decisions":[
                                  {"at":"2026-11-20T12:00:00Z","action":"rollback","sentence":"P1 by row 'errors'.",
                                   "reasons":["row 'down' (trigger.rule == \\"Down\\") is false with {trigger.rule=Errors}",
                                              "row 'errors' is true"]}],
                                 "facts":{"fix_minutes":{"value":"10","by":"olga","at":"2026-11-20T12:01:00Z"}},
                                 "targets":[{"target":{"from":"RAISED","to":"ORDERED","within":"5m"},"met":false},
                                            {"target":{"from":"RAISED","to":"DECIDED","within":"10s"},"met":true}]}
                                """
                                        .formatted(ID))
                        .run("explain", ID);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("decided by version 0123456789ab of the pack")
                .contains("rollback: P1 by row 'errors'.")
                .contains("- row 'down' (trigger.rule == \"Down\") is false")
                .contains("fix_minutes = 10, said by olga")
                .contains("raised to ordered within 5m: missed")
                .contains("raised to decided within 10s: kept");
    }

    @Test
    void what_is_owed_is_listed_after_it_was_answered() throws IOException {
        var house =
                house().answers("POST /api/incidents/" + ID + "/tasks/3fb1", 200, "{}")
                        .answers(
                                "GET /api/incidents/" + ID + "/tasks",
                                200,
                                """
                                [{"id":"3fb1","phase":"BEFORE","title":"Team told","owner":"on-call",
                                  "due":"2026-11-20T12:05:00Z","blocking":true,"answer":"done"},
                                 {"id":"77aa","phase":"AFTER","title":"Post-mortem","owner":"lead",
                                  "due":"2026-11-22T12:00:00Z","blocking":false}]
                                """);
        var result = house.run("tasks", ID, "--done", "3fb1", "-r", "all know");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "3fb1  before    done     Team told, owed by on-call until"
                                + " 2026-11-20T12:05:00Z, blocking",
                        "77aa  after     open     Post-mortem, owed by lead until"
                                + " 2026-11-22T12:00:00Z");
        assertThat(house.requests().getFirst())
                .contains("\"answer\":\"done\"")
                .contains("\"note\":\"all know\"");
    }

    @Test
    void another_policy_is_asked_about_what_really_happened_page_by_page() throws IOException {
        Instant at = Instant.now().minusSeconds(3_600);
        Path pack = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(
                pack.resolve("pack.yml"),
                """
                system: shop
                environments: {production: {match: {env: production}, components: [web]}}
                roles: [on-call]
                people: [{name: olga, roles: [on-call]}]
                """);
        Files.writeString(
                pack.resolve("decisions.yml"),
                """
                mode: automatic
                matrix:
                  - {name: slow, when: 'trigger.rule == "Slow"', severity: P2, impact: Slow., action: ask, runbook: application}
                authority: [{name: people, ask: [{roles: [on-call], within: 10m}]}]
                """);
        var result =
                house().answers(
                                "GET /api/systems/shop/production/record?limit=1000&cursor=",
                                200,
                                page(
                                        entry(
                                                at,
                                                "dev.holdfast.trigger.raised.v1",
                                                Map.of(
                                                        "trigger", trigger(at),
                                                        "at", at,
                                                        "window", List.of())),
                                        "000000000001"))
                        .answers(
                                "GET /api/systems/shop/production/record?limit=1000&cursor=000000000001",
                                200,
                                page(
                                        entry(
                                                at,
                                                "dev.holdfast.decision.made.v1",
                                                Map.of(
                                                        "incident",
                                                        ID,
                                                        "number",
                                                        1,
                                                        "action",
                                                        "rollback",
                                                        "severity",
                                                        "P1",
                                                        "row",
                                                        "slow",
                                                        "runbook",
                                                        "application",
                                                        "sentence",
                                                        "s",
                                                        "reasons",
                                                        List.of(),
                                                        "values",
                                                        Map.of(),
                                                        "at",
                                                        at)),
                                        ""))
                        .run("what-if", "shop/production", "--pack", pack.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("was:   P1, rollback by row 'slow', runbook application")
                .contains("would: P2, ask by row 'slow', runbook application")
                .contains("1 of 1 incidents would be decided otherwise.");
    }

    private static Map<String, Object> trigger(Instant at) {
        return Map.of(
                "id",
                "t",
                "rule",
                "Slow",
                "labels",
                Map.of(),
                "annotations",
                Map.of(),
                "expression",
                "e",
                "value",
                2.0,
                "activeSince",
                at);
    }

    private static Map<String, Object> entry(Instant at, String kind, Object body) {
        return Map.of("at", at, "kind", kind, "body", Json.text(body));
    }

    private static String page(Map<String, Object> entry, String next) {
        return next.isEmpty()
                ? Json.text(Map.of("entries", List.of(entry)))
                : Json.text(Map.of("entries", List.of(entry), "next", next));
    }

    @Test
    void what_would_have_been_done_stands_beside_what_people_did() throws IOException {
        var result =
                house().answers(
                                "GET /api/systems/shop/production/observed",
                                200,
                                """
                                [{"incident":"%s","openedAt":"2026-11-20T12:00:00Z","wouldAt":"2026-11-20T12:00:02Z",
                                  "would":"Withheld: would roll web 2 back to 1.",
                                  "happened":[{"at":"2026-11-20T12:41:00Z","type":"release.deployed","text":"web 3 was deployed"}],
                                  "endedAt":"2026-11-20T12:55:00Z"}]
                                """
                                        .formatted(ID))
                        .run("observed", "shop");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .containsPattern("after 2.0 s +Holdfast: Withheld: would roll web 2 back to 1.")
                .containsPattern("after 41 min 0 s +web 3 was deployed")
                .contains("1 incidents of shop/production");
    }

    @Test
    void a_replay_says_where_something_else_comes_out_and_ends_with_1() throws IOException {
        var house =
                house().answers(
                                "GET /api/audit/replay/shop/production",
                                200,
                                """
                                {"same":false,"inputs":12,"entries":30,
                                 "difference":{"number":31,"recorded":"a","replayed":"b"}}
                                """)
                        .answers(
                                "GET /api/audit/replay/shop/staging",
                                200,
                                "{\"same\":true,\"inputs\":12,\"entries\":44}");
        var other = house.run("audit", "replay", "shop");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.out())
                .contains("entry 31 was recorded as")
                .contains("12 events, timers and commands, 30 entries: NOT the same");
        var same = house.run("audit", "replay", "shop/staging");
        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(same.out()).contains("44 entries: the same, byte for byte");
    }
}
