package dev.holdfast.executor.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.runbook.RunbookFile;
import dev.holdfast.executor.domain.runbook.Runbooks;
import dev.holdfast.executor.domain.runbook.Vocabulary;
import dev.holdfast.executor.domain.words.Piece;
import dev.holdfast.executor.domain.words.Value;
import dev.holdfast.executor.domain.words.Words;
import dev.holdfast.executor.io.Workshop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What comes from outside cannot become anything else than a value.
class DraftingTest {
    private static final Vocabulary WORDS = Workshop.vocabulary();
    private static final PackFiles PACK =
            PackFiles.of(
                    "shop",
                    Map.of(
                            "pack.yml",
                            """
                            system: shop
                            environments: {production: {variables: {port: "7480"}}}
                            variables: {home: /opt/shop}
                            secrets: {token: "env:SHOP_TOKEN"}
                            """,
                            "runbooks.yml",
                            """
                            allow: {folders: ["${home}"]}
                            runbooks:
                              back:
                                parameters: {note: {type: text, default: "${secret.token} $$(id)"}}
                                steps:
                                  - name: switch
                                    action: link.switch
                                    with: {link: "${home}/current", to: "${home}/releases/${to}"}
                                  - name: run
                                    action: process.run
                                    with: {program: /bin/x, args: ["${to}", "--to=${to}", "${note}"]}
                                  - name: ask
                                    action: http.request
                                    with: {url: "http://127.0.0.1:${port}/releases/${to}?by=${component}"}
                            """));

    static Draft draft(String component, String to) {
        Problems problems = new Problems();
        PackManifest manifest = PackManifest.read(PACK, problems).orElseThrow();
        Runbooks books = RunbookFile.read(PACK, WORDS, problems);
        assertThat(problems.lines()).isEmpty();
        Subject subject =
                new Subject(
                        "0a1b2c3d",
                        "shop-1",
                        Scope.of("shop", "production"),
                        PACK.digest(),
                        "back",
                        null,
                        new Release(component, to));
        return Drafting.draft(WORDS, manifest, books, books.named("back").orElseThrow(), subject);
    }

    private static String shown(Draft draft, int step, String argument) {
        var value = draft.steps().get(step).with().getFirst().get(argument);
        return String.valueOf(value == null ? null : value.shown());
    }

    @Test
    void holes_are_filled_with_what_the_pack_and_the_rollback_say() {
        Draft draft = draft("backend", "1.4.1");

        assertThat(draft.problems()).isEmpty();
        assertThat(shown(draft, 0, "to")).isEqualTo("[/opt/shop/releases/1.4.1]");
        assertThat(shown(draft, 2, "url"))
                .isEqualTo("[http://127.0.0.1:7480/releases/1.4.1?by=backend]");
        assertThat(draft.allowed().folders()).containsExactly("/opt/shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.4.1; rm -rf /",
                "$(id)",
                "`id`",
                "1.4.1\nrm",
                "--force",
                "-rf",
                "../../etc",
                "..",
                "a/b",
                "a\\b",
                "1.4.1 && id",
                "${secret.token}",
                "${home}",
                "1.4.1\u0000",
                "' OR 1=1 --",
                "<b>",
                "1.4.1%2f.."
            })
    void a_version_that_is_none_is_refused_before_anything_is_looked_at(String to) {
        assertThat(draft("backend", to).problems()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"back end", "$(id)", "--x", "../x", "a;b", "a\nb"})
    void so_is_a_component_that_is_none(String component) {
        assertThat(draft(component, "1.4.1").problems()).isNotEmpty();
    }

    @Test
    void a_value_is_put_in_once_and_never_read_as_a_hole() {
        Draft draft = draft("backend", "1.4.1");

        // The default of a parameter is a value: its `${secret.token}` stays text.
        Value args = Objects.requireNonNull(draft.steps().get(1).with().getFirst().get("args"));
        assertThat(args.items().getLast().from(Piece.Origin.SECRET)).isEmpty();
        assertThat(args.items().getLast().shown()).isEqualTo("${secret.token} $$(id)");
    }

    @Test
    void a_free_text_that_begins_with_a_dash_is_no_argument_of_its_own() {
        Words option = new Words(List.of(Piece.given("--delete-everything")));
        Words inside = new Words(List.of(Piece.pack("--note="), Piece.given("--x")));

        assertThat(ArgumentType.TEXTS.smuggled(option)).isPresent();
        assertThat(ArgumentType.TEXTS.smuggled(inside)).isEmpty();
    }

    @Test
    void a_value_in_a_path_is_one_name_and_none_stands_in_sql() {
        Words climbing = new Words(List.of(Piece.pack("/opt/"), Piece.given("../etc")));
        Words sql = new Words(List.of(Piece.pack("DELETE FROM x WHERE y="), Piece.given("1")));

        assertThat(ArgumentType.PATH.smuggled(climbing)).isPresent();
        assertThat(ArgumentType.SQL.smuggled(sql)).isPresent();
        assertThat(ArgumentType.PATH.wrong("/opt/../etc")).isPresent();
    }

    @Test
    void a_value_in_an_address_is_percent_encoded() {
        Words url = new Words(List.of(Piece.pack("http://h/"), Piece.given("a/../b?c=d#e")));

        assertThat(ArgumentType.URL.tamed(url).shown())
                .isEqualTo("http://h/a%2F..%2Fb%3Fc%3Dd%23e");
    }

    private static Plan plan(String to, String state) {
        Draft draft = draft("backend", to);
        Preview preview =
                Preview.of("do", Repeat.CHECKABLE, Duration.ofSeconds(1))
                        .moving(Map.of("link", state), Map.of());
        return Plan.of(draft, draft.steps().stream().map(_ -> List.of(preview)).toList());
    }

    @Test
    void equal_plans_have_equal_hashes_and_every_difference_another() {
        Plan plan = plan("1.4.1", "1.5.0");

        assertThat(plan("1.4.1", "1.5.0").hash()).isEqualTo(plan.hash()).hasSize(64);
        assertThat(plan("1.4.0", "1.5.0").hash()).isNotEqualTo(plan.hash());
        assertThat(plan("1.4.1", "1.5.1").hash()).isNotEqualTo(plan.hash());
    }

    @Test
    void a_hash_survives_being_written_and_read_again() {
        Plan plan = plan("1.4.1", "1.5.0");
        Plan again =
                dev.holdfast.backbone.json.Json.read(
                        dev.holdfast.backbone.json.Json.bytes(plan), Plan.class);

        assertThat(again).isEqualTo(plan);
        assertThat(PlanHash.of(again)).isEqualTo(plan.hash());
    }

    @Test
    void canonical_json_sorts_members_and_escapes_what_must_be() {
        assertThat(
                        CanonicalJson.of(
                                Map.of("b", List.of(1, true), "a", "x\"\n\u0001é", "c", Map.of())))
                .isEqualTo("{\"a\":\"x\\\"\\n\\u0001é\",\"b\":[1,true],\"c\":{}}");
    }
}
