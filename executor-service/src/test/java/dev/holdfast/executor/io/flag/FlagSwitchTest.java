package dev.holdfast.executor.io.flag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.ScriptedSite;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

class FlagSwitchTest {
    private static final Map<String, Object> OFF =
            Map.of("project", "shop", "flag", "new checkout", "environment", "prod", "on", "false");

    private final AtomicBoolean on = new AtomicBoolean(true);

    private ScriptedSite launchDarkly() throws IOException {
        return new ScriptedSite((method, path, body) -> {
            if (method.equals("PATCH")) {
                on.set(body.contains("turnFlagOn"));
            }
            return "200 {\"environments\":{\"prod\":{\"on\":%s}}}".formatted(on);
        });
    }

    private ScriptedSite unleash() throws IOException {
        return new ScriptedSite((method, path, body) -> {
            if (method.equals("POST")) {
                on.set(path.endsWith("/on"));
                return "200";
            }
            return "200 {\"environments\":[{\"name\":\"dev\",\"enabled\":true},{\"name\":\"prod\",\"enabled\":%s}]}"
                    .formatted(on);
        });
    }

    private void switches(FlagSwitch action, ScriptedSite site) {
        Preview preview = action.plan(site.call(OFF, Map.of()));
        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.does())
                .isEqualTo("switch flag new checkout of shop in prod off (now on)");
        assertThat(on).isTrue();
        Call call = site.call(OFF, preview.rests());
        assertThat(action.observe(call, Calls.effect("f"))).isInstanceOf(Finding.NotDone.class);

        assertThat(action.apply(call, Calls.effect("f"))).isInstanceOf(Finding.Done.class);
        assertThat(on).isFalse();
        int before = site.asked().size();
        assertThat(action.apply(call, Calls.effect("f"))).isInstanceOf(Finding.Done.class);
        assertThat(site.asked().subList(before, site.asked().size()))
                .allMatch(a -> a.startsWith("GET")); // twice is once
        assertThat(action.observe(call, Calls.effect("f"))).isInstanceOf(Finding.Done.class);

        assertThat(action.undo(call, Calls.effect("u"))).isInstanceOf(Finding.Done.class);
        assertThat(on).isTrue();
        assertThat(action.observeUndo(call, Calls.effect("u"))).isInstanceOf(Finding.Done.class);
        assertThat(site.header("authorization")).isEqualTo("canary-token");
    }

    @Test
    void a_flag_of_launchdarkly_is_switched_and_switched_back() throws IOException {
        try (ScriptedSite site = launchDarkly()) {
            switches(FlagSwitch.launchDarkly(), site);
            assertThat(site.asked())
                    .anyMatch(a -> a.startsWith("PATCH /api/v2/flags/shop/new%20checkout {"));
            assertThat(site.header("content-type"))
                    .isEqualTo("application/json; domain-model=launchdarkly.semanticpatch");
        }
    }

    @Test
    void a_flag_of_unleash_is_switched_and_switched_back() throws IOException {
        try (ScriptedSite site = unleash()) {
            switches(FlagSwitch.unleash(), site);
            assertThat(site.asked())
                    .anyMatch(a ->
                            a.startsWith(
                                    "POST /api/admin/projects/shop/features/new%20checkout/environments/prod/off"));
        }
    }

    @Test
    void an_environment_that_is_not_there_and_a_refusal_stand_in_the_way() throws IOException {
        try (ScriptedSite site = new ScriptedSite((m, p, b) -> "200 {}")) {
            assertThat(FlagSwitch.unleash().plan(site.call(OFF, Map.of())).obstacles())
                    .containsExactly("flag new checkout has no environment prod");
        }
        try (ScriptedSite site = new ScriptedSite((m, p, b) -> "401 who are you")) {
            Call call = site.call(OFF, Map.of());
            assertThat(FlagSwitch.launchDarkly().plan(call).obstacles())
                    .singleElement()
                    .asString()
                    .contains("401 who are you")
                    .doesNotContain("canary");
            assertThat(FlagSwitch.launchDarkly().apply(call, Calls.effect("f")))
                    .isInstanceOf(Finding.NotDone.class);
        }
    }

    @Test
    void a_lost_answer_to_a_switch_is_not_known() throws IOException {
        try (ScriptedSite site =
                new ScriptedSite((m, p, b) ->
                        m.equals("PATCH")
                                ? "lost"
                                : "200 {\"environments\":{\"prod\":{\"on\":true}}}")) {
            assertThat(FlagSwitch.launchDarkly().apply(site.call(OFF, Map.of()), Calls.effect("f")))
                    .isInstanceOf(Finding.Unsure.class);
        }
    }
}
