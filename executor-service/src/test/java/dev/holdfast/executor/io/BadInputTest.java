package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;
import dev.holdfast.executor.io.evidence.Bundle;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Every argument of every action, with texts that try to become something else, and with targets that
/// cannot be reached. Nothing they name ever happens, whether the plan refuses them or the tool is given
/// them, and whatever comes of it is an answer.
class BadInputTest {
    /// Where the texts would leave their mark.
    @TempDir private static Path home;

    /// A client for each of these is slow to make, so they are tried with a few texts only.
    private static final List<String> SLOW = List.of("aws.", "kubernetes.");

    /// What says where the target is, which is nowhere.
    private static final Set<String> PLACES =
            Set.of("endpoint", "kubeconfig", "port", "access-key", "secret-key");

    private static final String NOWHERE =
            """
            {current-context: c, contexts: [{name: c, context: {cluster: c, user: u}}],
             clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}],
             users: [{name: u, user: {token: t}}]}
            """;

    static Stream<Arguments> everyArgument() {
        return Workshop.actions(Set.of(), null, new Bundle(home.resolve("bundle")))
                .byName()
                .values()
                .stream()
                .sorted(java.util.Comparator.comparing(Action::name))
                .flatMap(a ->
                        a.arguments().stream()
                                .map(form -> arguments(a.name(), form.name(), a, form)));
    }

    private static List<String> evil(String action) {
        String mark = home.resolve("pwned").toString();
        if (SLOW.stream().anyMatch(action::startsWith)) {
            return List.of("$(touch " + mark + ")\n; touch " + mark);
        }
        return List.of(
                "; touch " + mark,
                "$(touch " + mark + ")",
                "x\ntouch " + mark,
                "--output=" + mark,
                "../../../../../.." + mark,
                "ext::touch " + mark);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyArgument")
    void what_tries_to_become_something_else_never_happens(
            String action, String argument, Action a, ArgumentForm form) throws Exception {
        for (String text : evil(action)) {
            if (form.type().wrong(text).isPresent()) {
                continue; // refused before any action sees it
            }
            Call call = call(a, form, text);
            Preview preview = a.plan(call);
            assertThat(preview.obstacles()).doesNotContainNull();
            if (preview.obstacles().isEmpty() && a instanceof EffectAction effect) {
                Finding finding = effect.apply(call, Calls.effect("evil", Duration.ofSeconds(2)));
                assertThat(finding).as("%s with %s = %s", action, argument, text).isNotNull();
            }
        }
        assertThat(home.resolve("pwned")).doesNotExist();
    }

    private static Call call(Action a, ArgumentForm evil, String text) throws Exception {
        Path tree = Files.createDirectories(home.toRealPath().resolve("tree"));
        Files.writeString(tree.resolve("file"), "A=b\n");
        Map<String, Object> with = new LinkedHashMap<>();
        for (ArgumentForm form : a.arguments()) {
            boolean mine = form.name().equals(evil.name());
            if (mine || form.required() || PLACES.contains(form.name())) {
                with.put(form.name(), value(form, mine ? text : plain(form, tree)));
            }
        }
        var allowed =
                new Allowed(
                        List.of("pm2", "true", "terraform", text),
                        List.of("127.0.0.1:1", "127.0.0.1:5432"),
                        List.of(tree.toString(), home.toString()));
        return Calls.call(allowed, with);
    }

    private static String plain(ArgumentForm form, Path tree) {
        return switch (form.type()) {
            case PATH -> tree.resolve("file").toString();
            case DURATION -> "1s";
            case WHOLE -> "1";
            case FLAG -> "false";
            case URL -> "http://127.0.0.1:1/";
            case TEXT, TEXTS, TABLE, SQL ->
                    switch (form.name()) {
                        case "host" -> "127.0.0.1";
                        case "region" -> "eu-central-1";
                        case "kubeconfig" -> NOWHERE;
                        case "repository" -> "acme/shop";
                        default -> form.oneOf().isEmpty() ? "plain" : form.oneOf().getFirst();
                    };
        };
    }

    private static Object value(ArgumentForm form, String text) {
        return switch (form.type()) {
            case TEXTS -> List.of(text);
            case TABLE -> Map.of("plain", text);
            case TEXT, PATH, URL, SQL, DURATION, WHOLE, FLAG -> text;
        };
    }
}
