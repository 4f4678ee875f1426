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

/// Every argument of every action that acts on this machine, with texts that try to become something
/// else. Nothing they name ever happens, whether the plan refuses them or the tool is given them.
class BadInputTest {
    /// Where the texts would leave their mark.
    @TempDir private static Path home;

    /// Kept to what acts here; the rooms of other systems hold theirs to the same with their own fakes.
    private static final List<String> HERE =
            List.of(
                    "git.",
                    "compose.",
                    "pm2.",
                    "systemd.",
                    "nginx.",
                    "environment.",
                    "evidence.",
                    "link.");

    static Stream<Arguments> everyArgument() {
        return Workshop.actions(Set.of(), null, new Bundle(home.resolve("bundle")))
                .byName()
                .values()
                .stream()
                .filter(a -> HERE.stream().anyMatch(p -> a.name().startsWith(p)))
                .sorted(java.util.Comparator.comparing(Action::name))
                .flatMap(a ->
                        a.arguments().stream()
                                .map(form -> arguments(a.name(), form.name(), a, form)));
    }

    private static List<String> evil() {
        String mark = home.resolve("pwned").toString();
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
        for (String text : evil()) {
            Call call = call(a, form, text);
            Preview preview = a.plan(call);
            if (preview.obstacles().isEmpty() && a instanceof EffectAction effect) {
                Finding finding = effect.apply(call, Calls.effect("evil", Duration.ofSeconds(5)));
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
            if (mine || form.required()) {
                with.put(form.name(), value(form, mine ? text : plain(form, tree)));
            }
        }
        var allowed =
                new Allowed(
                        List.of("pm2", "true", text),
                        List.of("127.0.0.1:1"),
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
            case TEXT, TEXTS, TABLE, SQL -> "plain";
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
