package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class HoldfastTest {
    private static final int DETECTOR = 1;
    private static final int DECISION = 2;
    private static final int NOTIFIER = 5;
    private static final String INCIDENTS =
            """
            [{"id":"shop-20261120-4f2a","severity":"P1","state":"verifying","scope":"shop/production",
              "title":"ShopErrorRateHigh","openedAt":"2026-11-20T12:00:00Z","waitingFor":"the verdict"}]\
            """;

    @TempDir Path folder;
    private AutoCloseable opened = () -> {};

    @AfterEach
    void close() throws Exception {
        opened.close();
    }

    @Test
    void open_incidents_are_listed_as_a_table() throws IOException {
        var result =
                house(DECISION)
                        .answers("GET /api/incidents?state=open&limit=50", 200, INCIDENTS)
                        .run("incidents");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().toList().getFirst())
                .startsWith("INCIDENT            SEV  STATE");
        assertThat(result.out()).contains("shop-20261120-4f2a  P1   verifying  shop/production");
    }

    @Test
    void groups_show_who_leads_and_how_far_the_members_are() throws IOException {
        var result =
                house(DECISION)
                        .answers(
                                "GET /api/groups",
                                200,
                                """
                                [{"group":"checkout","leader":"shop/production","goBack":"in-order",
                                  "incident":"shop-1","members":[{"scope":"api/production","stage":"done"},
                                  {"scope":"shop/production","stage":"going"}]}]
                                """)
                        .run("groups");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("checkout", "in-order")
                .contains("api/production (done), shop/production (going)");
    }

    @Test
    void machines_get_json_or_yaml_as_the_service_gave_it() throws IOException {
        var house =
                house(DECISION).answers("GET /api/incidents?state=all&limit=50", 200, INCIDENTS);
        assertThat(house.run("incidents", "--all", "-o", "json").out())
                .contains("\"severity\" : \"P1\"");
        assertThat(house.run("incidents", "--all", "-o", "yaml").out()).contains("severity: P1");
    }

    @Test
    void what_is_refused_says_why_and_ends_with_1() throws IOException {
        var result =
                house(DECISION)
                        .answers(
                                "POST /api/incidents/i/deny",
                                409,
                                "{\"detail\":\"the approval has expired\"}")
                        .run("deny", "i", "-r", "no");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("409").contains("the approval has expired");
    }

    @Test
    void each_kind_of_failure_has_its_exit_code() throws IOException {
        var house = house(DECISION).answers("POST /api/incidents/i/abort", 401, "{}");
        assertThat(house.run("show", "nobody").exitCode()).isEqualTo(4);
        assertThat(house.run("abort", "i", "-r", "x").exitCode()).isEqualTo(5);
        assertThat(house.run("abort", "i").exitCode()).isEqualTo(2);
        assertThat(house.run("halt", "on", "-r", "x").exitCode()).isEqualTo(3);
        assertThat(house.run("status").exitCode()).isEqualTo(3);
    }

    @Test
    void a_channel_is_tried_and_what_became_of_it_is_said() throws IOException {
        var house =
                house(NOTIFIER)
                        .answers(
                                "POST /api/channels/hook/test?system=shop",
                                202,
                                "{\"notice\":\"n1\"}")
                        .answers(
                                "GET /api/notices/n1",
                                200,
                                "{\"standing\":\"SENT\",\"attempts\":1,\"remark\":\"HTTP 200\"}")
                        .answers(
                                "POST /api/channels/dead/test?system=shop",
                                202,
                                "{\"notice\":\"n2\"}")
                        .answers(
                                "GET /api/notices/n2",
                                200,
                                "{\"standing\":\"FAILED\",\"attempts\":3,\"remark\":\"HTTP 410\"}");
        assertThat(house.run("notify", "test", "hook", "-s", "shop").out())
                .contains("hook: sent after 1 attempt(s): HTTP 200");
        var failed = house.run("notify", "test", "dead", "-s", "shop");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("dead: failed", "HTTP 410");
    }

    @Test
    void notices_are_read_before_anything_happens() throws IOException {
        var house =
                house(NOTIFIER)
                        .answers(
                                "GET /api/wording?scope=shop%2Fproduction&audience=customers",
                                200,
                                """
                                [{"event":"update","subject":"U","text":"we work on it"},\
                                {"event":"resolved","subject":"R","text":"all is well"}]\
                                """);
        assertThat(
                        house.run(
                                        "notify",
                                        "preview",
                                        "shop/production",
                                        "--audience",
                                        "customers",
                                        "--event",
                                        "resolved")
                                .out())
                .contains("resolved", "all is well")
                .doesNotContain("we work on it");
    }

    @Test
    void the_doctor_names_what_belongs_to_no_system() throws IOException {
        var house =
                house(DETECTOR)
                        .answers(
                                "GET /api/v1/unmatched",
                                200,
                                """
                                {"total":12,"kinds":[{"name":"up","count":12,"example":{"job":"x"},"lastAt":1}]}\
                                """);
        var told = house.run("doctor");
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.out())
                .contains("✔ unmatched", "12 samples", "up (12, last {\"job\":\"x\"})");
        house.answers("GET /api/v1/unmatched", 200, "{\"total\":0,\"kinds\":[]}");
        assertThat(house.run("doctor").out()).contains("✔ unmatched");
    }

    @Test
    void an_approval_names_the_plan_that_was_shown() throws IOException {
        var house =
                house(DECISION)
                        .answers(
                                "GET /api/incidents/i",
                                200,
                                """
                                {"plan":{"hash":"abc123","runbook":"r","steps":[{"name":"restart","does":"shopctl restart"}]}}\
                                """)
                        .answers("POST /api/incidents/i/approve", 200, "{\"state\":\"approved\"}");
        var result = house.run("approve", "i", "-r", "fine");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("shopctl restart").contains("i: approved");
        assertThat(house.requests())
                .anyMatch(r ->
                        r.contains("Bearer hf_secret") && r.contains("\"planHash\":\"abc123\""));
    }

    @Test
    void a_refused_pack_shows_every_problem_with_its_place() throws IOException {
        Files.writeString(
                folder.resolve("pack.yml"), "system: shop\nvariables:\n  home: /opt/shop\n");
        var house =
                house(DECISION)
                        .answers(
                                "PUT /api/packs/shop",
                                202,
                                """
                                {"digest":"0123456789abcdef","state":"refused","problems":["triggers.yml:3:5: no such function"]}\
                                """);
        var result = house.run("pack", "apply", folder.toString(), "--set", "home=/srv/shop");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains(folder.resolve("triggers.yml:3:5: no such function").toString());
        assertThat(house.requests().getFirst())
                .contains("home: \\\"/srv/shop\\\"")
                .doesNotContain("/opt/shop");
    }

    @Test
    void a_variable_that_the_pack_does_not_have_is_a_wrong_usage() throws IOException {
        Files.writeString(folder.resolve("pack.yml"), "system: shop\n");
        assertThat(house(DECISION).run("check", folder.toString(), "--set", "hom=/x").exitCode())
                .isEqualTo(2);
    }

    @Test
    void check_tells_all_problems_of_a_manifest() throws IOException {
        Files.writeString(folder.resolve("pack.yml"), "system: shop\nenvironment: {}\n");
        var result = house(DECISION).run("check", folder.toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("pack.yml:2:1:");
    }

    @Test
    void watch_tells_events_in_sentences_and_ends_where_it_is_told() throws IOException {
        var house =
                house(NOTIFIER)
                        .streams(
                                "GET /events?scope=shop/production",
                                """
                                data: {"type":"dev.holdfast.decision.made.v1","scope":"shop/production","time":"2026-11-20T12:00:00Z","data":{"sentence":"1.5.0 fails, going back to 1.4.1"}}

                                data: {"type":"dev.holdfast.incident.resolved.v1","scope":"shop/production","time":"2026-11-20T12:01:00Z","data":{"resolution":"healed"}}

                                """);
        var result =
                house.run("watch", "--scope", "shop/production", "--until", "incident.resolved");
        assertThat(result.out())
                .contains("decision.made            1.5.0 fails, going back to 1.4.1")
                .contains("resolved: healed");
    }

    @Test
    void completion_and_help_know_every_command() {
        var commands = Holdfast.commandLine().getSubcommands().keySet();
        assertThat(commands)
                .contains(
                        "demo",
                        "up",
                        "down",
                        "status",
                        "incidents",
                        "show",
                        "approve",
                        "deny",
                        "rollback",
                        "plan",
                        "abort",
                        "halt",
                        "watch",
                        "check",
                        "pack",
                        "doctor",
                        "token",
                        "release",
                        "completion");
        for (var command : Holdfast.commandLine().getSubcommands().values()) {
            assertThat(command.getUsageMessage()).contains("Usage: holdfast");
        }
    }

    private FakeHouse house(int offset) throws IOException {
        var house = new FakeHouse(folder, offset);
        opened = house;
        return house;
    }
}
