package dev.holdfast.executor.io.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.executor.io.ScriptedSite;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

class WorkflowTest {
    private static String runs(String inside) {
        return "200 {\"workflow_runs\":[" + inside + "]}";
    }

    @Test
    void what_runs_is_cancelled_and_waited_for_also_when_it_ends_by_itself() throws IOException {
        Set<String> active = new ConcurrentSkipListSet<>(Set.of("7", "8"));
        try (ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (path.endsWith("/7/cancel")) {
                        active.remove("7");
                        return "202 {}";
                    }
                    if (path.endsWith("/8/cancel")) {
                        active.remove("8");
                        return "409 {}";
                    }
                    if (path.endsWith("/runs/8")) {
                        return "200 {\"id\":8,\"status\":\"completed\"}";
                    }
                    boolean asked = path.contains("status=in_progress");
                    return runs(
                            asked
                                    ? String.join(
                                            ",",
                                            active.stream()
                                                    .map(i ->
                                                            "{\"id\":%s,\"name\":\"deploy\"}"
                                                                    .formatted(i))
                                                    .toList())
                                    : "");
                })) {
            WorkflowCancel action = new WorkflowCancel();
            Map<String, Object> with =
                    Map.of("repository", "acme/shop", "workflow", "deploy.yml", "branch", "main");
            Call call = site.call(with, Map.of());
            assertThat(action.plan(call).does())
                    .isEqualTo("cancel what runs in acme/shop (now: deploy #7, deploy #8)");

            Finding finding = action.apply(call, Calls.effect("c"));
            assertThat(finding).isInstanceOf(Finding.Done.class);
            assertThat(((Finding.Done) finding).outputs()).containsEntry("cancelled", "2");
            assertThat(action.observe(call, Calls.effect("c"))).isInstanceOf(Finding.Done.class);
            assertThat(site.asked().getFirst())
                    .isEqualTo(
                            "GET /repos/acme/shop/actions/workflows/deploy.yml/runs?per_page=100&status=in_progress&branch=main");
        }
    }

    @Test
    void a_dispatched_run_is_recognised_by_its_key_awaited_and_begun_once() throws IOException {
        Effect effect = Calls.effect("d", Duration.ofSeconds(10));
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        try (ScriptedSite site =
                new ScriptedSite((method, path, body) -> {
                    if (method.equals("POST")) {
                        begun.incrementAndGet();
                        return "204";
                    }
                    if (path.contains("/runs")) {
                        if (begun.get() == 0) {
                            return runs("");
                        }
                        String status = looks.incrementAndGet() > 1 ? "completed" : "in_progress";
                        return runs(
                                "{\"id\":9,\"display_title\":\"back %s\",\"status\":\"%s\",\"conclusion\":\"success\"}"
                                        .formatted(effect.key(), status));
                    }
                    return "200 {\"state\":\"active\"}";
                })) {
            WorkflowDispatch action = new WorkflowDispatch();
            Map<String, Object> with =
                    Map.of(
                            "repository", "acme/shop",
                            "workflow", "rollback.yml",
                            "ref", "main",
                            "inputs", Map.of("version", "1.4.1"),
                            "key-input", "key");
            Call call = site.call(with, Map.of());
            Preview preview = action.plan(call);
            assertThat(preview.obstacles()).isEmpty();
            assertThat(preview.repeat()).isEqualTo(Repeat.CHECKABLE);
            assertThat(action.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

            assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
            assertThat(action.apply(call, effect)).isInstanceOf(Finding.Done.class);
            assertThat(action.observe(call, effect)).isInstanceOf(Finding.Done.class);
            assertThat(begun).hasValue(1);
            assertThat(site.asked()).anyMatch(a -> a.contains("\"version\":\"1.4.1\""));
        }
    }

    @Test
    void without_a_key_only_a_person_can_tell_and_odd_names_are_refused() throws IOException {
        try (ScriptedSite site =
                new ScriptedSite((m, p, b) -> "200 {\"state\":\"disabled_manually\"}")) {
            WorkflowDispatch action = new WorkflowDispatch();
            Map<String, Object> with =
                    Map.of("repository", "acme/shop", "workflow", "a.yml", "ref", "main");
            Preview preview = action.plan(site.call(with, Map.of()));
            assertThat(preview.repeat()).isEqualTo(Repeat.MANUAL);
            assertThat(preview.obstacles()).containsExactly("workflow a.yml is disabled_manually");
            assertThat(action.observe(site.call(with, Map.of()), Calls.effect("x")))
                    .isInstanceOf(Finding.Unsure.class);
            assertThat(
                            action.plan(
                                            site.call(
                                                    Map.of(
                                                            "repository", "acme/..",
                                                            "workflow", "a.yml",
                                                            "ref", "main"),
                                                    Map.of()))
                                    .obstacles())
                    .containsExactly("'acme/..' is no repository such as owner/name");
        }
    }
}
