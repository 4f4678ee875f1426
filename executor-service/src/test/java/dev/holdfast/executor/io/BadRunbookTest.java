package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.executor.domain.plan.Draft;
import dev.holdfast.executor.domain.plan.Drafting;
import dev.holdfast.executor.domain.plan.Subject;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.Grammar;
import dev.holdfast.executor.domain.runbook.RunbookFile;
import dev.holdfast.executor.domain.runbook.Runbooks;
import dev.holdfast.executor.domain.runbook.Vocabulary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every argument of every action, written wrongly in a runbook: the pack is refused with the place.
/// And every value from outside that is no version, name or number: there is no plan.
class BadRunbookTest {
    private static final Vocabulary WORDS = Workshop.vocabulary();
    private static final String PACK =
            "system: shop\nenvironments: {production: {components: [backend]}}\n";

    private static final List<String> EVIL =
            List.of(
                    "1.0; touch x",
                    "$(touch x)",
                    "`touch x`",
                    "1.0\ntouch x",
                    "--upload-pack=touch x",
                    "-rf",
                    "../../etc/passwd",
                    "a/b",
                    "' OR 1=1 --",
                    "1.0\u0000",
                    "x".repeat(2_000));

    static Stream<String> everyAction() {
        return new TreeMap<>(WORDS.actions()).keySet().stream();
    }

    private static Grammar grammar(String action) {
        return java.util.Objects.requireNonNull(WORDS.actions().get(action));
    }

    private static PackFiles pack(String action, Map<String, Object> with) {
        String runbooks =
                "runbooks:\n  back:\n    steps:\n      - {name: only, action: %s, with: %s}\n"
                        .formatted(action, Json.text(with));
        return PackFiles.of("shop", Map.of("pack.yml", PACK, "runbooks.yml", runbooks));
    }

    private static String problems(String action, Map<String, Object> with) {
        Problems problems = new Problems();
        RunbookFile.read(pack(action, with), WORDS, problems);
        for (Problem p : problems.all()) {
            assertThat(p.toString()).matches("(?s)runbooks.yml:\\d+:\\d+: .*");
        }
        return problems.all().toString();
    }

    /// Every argument that is needed, written as it should be.
    private static Map<String, Object> right(Grammar action) {
        Map<String, Object> with = new LinkedHashMap<>();
        action.arguments().stream()
                .filter(ArgumentForm::required)
                .forEach(form -> with.put(form.name(), right(form, plain(form))));
        return with;
    }

    private static String plain(ArgumentForm form) {
        return switch (form.type()) {
            case PATH -> "/srv/shop";
            case URL -> "http://127.0.0.1:1/";
            case DURATION -> "1s";
            case WHOLE -> "1";
            case FLAG -> "true";
            case TEXT, TEXTS, TABLE, SQL ->
                    form.oneOf().isEmpty() ? "plain" : form.oneOf().getFirst();
        };
    }

    private static Object right(ArgumentForm form, String text) {
        return switch (form.type()) {
            case TEXTS -> List.of(text);
            case TABLE -> Map.of("name", text);
            case TEXT, PATH, URL, SQL, DURATION, WHOLE, FLAG -> text;
        };
    }

    private static Object wrong(ArgumentForm form) {
        return switch (form.type()) {
            case TEXT, SQL -> Map.of("a", "b");
            case TEXTS -> Map.of("a", "b");
            case TABLE -> List.of("a");
            case PATH -> "srv/../etc";
            case URL -> "file:///etc/passwd";
            case DURATION -> "soon";
            case WHOLE -> "-1";
            case FLAG -> "perhaps";
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyAction")
    void what_is_missing_unknown_or_of_the_wrong_type_is_told_with_its_place(String action) {
        Grammar grammar = grammar(action);
        Map<String, Object> right = right(grammar);
        String usual = problems(action, right);
        for (ArgumentForm form : grammar.arguments()) {
            assertThat(usual).doesNotContain("%s needs '%s'".formatted(action, form.name()) + "]");
        }
        assertThat(problems(action, with(right, "nonsense", "x"))).contains("nonsense");
        for (ArgumentForm form : grammar.arguments()) {
            if (form.required()) {
                Map<String, Object> without = new LinkedHashMap<>(right);
                without.remove(form.name());
                assertThat(problems(action, without))
                        .contains("%s needs '%s'".formatted(action, form.name()));
            }
            assertThat(problems(action, with(right, form.name(), wrong(form))))
                    .as("%s of the wrong type", form)
                    .isNotEqualTo(usual)
                    .isNotEqualTo("[]");
            assertThat(problems(action, with(right, form.name(), right(form, "${nope}"))))
                    .as("%s with an unknown variable", form)
                    .contains("nope");
            if (!form.oneOf().isEmpty()) {
                assertThat(problems(action, with(right, form.name(), "neither-of-them")))
                        .contains("is none of");
            }
        }
    }

    private static Map<String, Object> with(Map<String, Object> right, String name, Object value) {
        Map<String, Object> with = new LinkedHashMap<>(right);
        with.put(name, value);
        return with;
    }

    @Test
    void an_unknown_action_is_told_with_the_nearest_one() {
        assertThat(problems("link.swich", Map.of()))
                .contains("there is no action 'link.swich'")
                .contains("link.switch");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyAction")
    void a_version_that_tries_to_become_something_else_is_never_planned(String action) {
        Grammar grammar = grammar(action);
        for (ArgumentForm form : grammar.arguments()) {
            String text = "${to}";
            Object value =
                    switch (form.type()) {
                        case PATH -> "/srv/" + text;
                        case URL -> "http://127.0.0.1:1/" + text;
                        case TEXTS -> List.of(text);
                        case TABLE -> Map.of("name", text);
                        case TEXT, SQL, DURATION, WHOLE, FLAG -> text;
                    };
            for (String version : EVIL) {
                Draft draft = drafted(action, with(right(grammar), form.name(), value), version);
                assertThat(draft.problems()).as("%s = '%s'", form, version).isNotEmpty();
            }
        }
    }

    private static Draft drafted(String action, Map<String, Object> with, String version) {
        PackFiles pack = pack(action, with);
        Problems problems = new Problems();
        Runbooks runbooks = RunbookFile.read(pack, WORDS, problems);
        var subject =
                new Subject(
                        "rollback",
                        "incident",
                        Scope.of("shop", "production"),
                        pack.digest(),
                        "back",
                        null,
                        new Release("backend", version));
        return Drafting.draft(
                WORDS,
                PackManifest.read(pack, new Problems()).orElseThrow(),
                runbooks,
                runbooks.byName().values().iterator().next(),
                subject);
    }
}
