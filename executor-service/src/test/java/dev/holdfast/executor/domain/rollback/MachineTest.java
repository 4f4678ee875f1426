package dev.holdfast.executor.domain.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.executor.domain.rollback.StepState.Doubtful;
import dev.holdfast.executor.domain.rollback.StepState.Failed;
import dev.holdfast.executor.domain.rollback.StepState.Intended;
import dev.holdfast.executor.domain.rollback.StepState.Stuck;
import dev.holdfast.executor.domain.rollback.StepState.Waiting;
import dev.holdfast.executor.domain.runbook.Retry;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class MachineTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final StepMachine TWICE_TWO_WAYS =
            new StepMachine(new Retry(2, Duration.ofSeconds(3)), 2);

    private static StepState intended(int way, int attempt, int lost) {
        return new Intended(way, attempt, lost, "key", NOW, NOW.plusSeconds(5), false);
    }

    private static final StepEvent MISS = new StepEvent.Miss(NOW, "no");

    @Test
    void a_miss_is_tried_again_after_the_pause_while_attempts_are_left() {
        assertThat(TWICE_TWO_WAYS.after(intended(0, 1, 0), MISS))
                .isEqualTo(new Waiting(0, 1, 0, NOW.plusSeconds(3), false));
    }

    @Test
    void what_was_not_tried_is_no_attempt_and_tried_again_after_a_second() {
        assertThat(TWICE_TWO_WAYS.after(intended(0, 2, 3), new StepEvent.Postpone(NOW, "busy")))
                .isEqualTo(new Waiting(0, 1, 3, NOW.plusSeconds(1), false));
    }

    @Test
    void the_last_attempt_gives_over_to_the_next_way_and_the_last_way_fails() {
        assertThat(TWICE_TWO_WAYS.after(intended(0, 2, 0), MISS))
                .isEqualTo(new Waiting(1, 0, 0, NOW, false));
        assertThat(TWICE_TWO_WAYS.after(intended(1, 2, 0), MISS))
                .isEqualTo(new Failed(1, "no", false));
    }

    @Test
    void an_attempt_whose_executor_died_without_effect_does_not_count() {
        StepState after =
                TWICE_TWO_WAYS.after(intended(0, 2, 0), new StepEvent.SeenUndone(NOW, "not there"));

        assertThat(after).isEqualTo(new Waiting(0, 1, 1, NOW, false));
    }

    @Test
    void nine_deaths_are_borne_and_the_tenth_is_not() {
        StepEvent undone = new StepEvent.SeenUndone(NOW, "not there");

        assertThat(TWICE_TWO_WAYS.after(intended(0, 1, 8), undone)).isInstanceOf(Waiting.class);
        assertThat(TWICE_TWO_WAYS.after(intended(0, 1, 9), undone)).isInstanceOf(Failed.class);
    }

    @Test
    void nineteen_vain_looks_are_borne_and_the_twentieth_asks_a_person() {
        StepEvent nothing = new StepEvent.SeenNothing(NOW, "unreachable");
        StepState looks18 = new Doubtful(0, 1, 0, "key", NOW, 18, NOW, "");
        StepState looks19 = new Doubtful(0, 1, 0, "key", NOW, 19, NOW, "");

        assertThat(TWICE_TWO_WAYS.after(looks18, nothing)).isInstanceOf(Doubtful.class);
        assertThat(TWICE_TWO_WAYS.after(looks19, nothing)).isInstanceOf(Stuck.class);
    }

    @Test
    void what_makes_no_sense_is_an_error_that_names_both() {
        assertThatThrownBy(() ->
                        TWICE_TWO_WAYS.after(
                                new StepState.Done(0, Map.of(), false),
                                new StepEvent.Succeed(Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Done")
                .hasMessageContaining("Succeed");
    }

    @Provide
    Arbitrary<List<Integer>> fates() {
        return Arbitraries.integers().between(0, 5).list().ofMaxSize(200);
    }

    /// Whatever happens, a step is intended only a limited number of times.
    @Property(tries = 300)
    void every_step_comes_to_rest(@ForAll("fates") List<Integer> fates) {
        StepState state = StepState.fresh(0, NOW);
        int intents = 0;
        for (int fate : fates) {
            if (state instanceof Waiting) {
                state =
                        TWICE_TWO_WAYS.after(
                                state, new StepEvent.Intend("key", NOW, NOW.plusSeconds(1)));
                intents++;
            }
            if (state instanceof Intended) {
                state = TWICE_TWO_WAYS.after(state, fateOf(fate));
            } else if (state instanceof Doubtful && fate >= 3) {
                state = TWICE_TWO_WAYS.after(state, fateOf(fate));
            }
        }
        // Two ways of two attempts, each way with at most ten deaths.
        assertThat(intents).isLessThanOrEqualTo(2 * (2 + StepMachine.MOST_LOST));
    }

    private static StepEvent fateOf(int fate) {
        return switch (fate) {
            case 0, 1 -> MISS;
            case 2 -> new StepEvent.Doubt(NOW, "lost");
            case 3 -> new StepEvent.SeenUndone(NOW, "not there");
            case 4 -> new StepEvent.SeenNothing(NOW, "unreachable");
            default -> new StepEvent.Repeat(NOW, "nobody knows");
        };
    }

    @Test
    void a_rollback_that_is_over_takes_nothing_any_more() {
        RollbackState over = new RollbackState.Completed(NOW, NOW);

        assertThatThrownBy(() -> RollbackMachine.after(over, new RollbackMove.Resume()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_refused_rollback_may_be_planned_again() {
        RollbackState refused = new RollbackState.Refused("changed", "x");

        assertThat(RollbackMachine.after(refused, new RollbackMove.Propose(NOW)))
                .isEqualTo(new RollbackState.Planning(NOW));
    }

    @Test
    void what_may_have_been_done_stays_so_when_a_person_skips_it() {
        var waiting = new Waiting(0, 1, 0, NOW, true);
        var failed = new StepState.Failed(0, "no", true);
        var skip = new StepEvent.GoWithout("robin has looked");

        assertThat(TWICE_TWO_WAYS.after(waiting, skip))
                .isEqualTo(new StepState.Skipped("robin has looked", true));
        assertThat(TWICE_TWO_WAYS.after(failed, skip))
                .isEqualTo(new StepState.Skipped("robin has looked", true));
    }

    @Test
    void what_is_used_again_is_masked_only_where_a_secret_stands_as_a_whole() {
        Mask mask = Mask.of(List.of("postgres://shop:pw@db/shop_production"));

        assertThat(mask.whole("production-42")).isEqualTo("production-42");
        assertThat(mask.whole("at postgres://shop:pw@db/shop_production")).isEqualTo("at ***");
    }

    @Test
    void secrets_are_masked_in_all_their_forms() {
        Mask mask = Mask.of(List.of("p@ss \"w/rd", ""));

        assertThat(mask.mask("a p@ss \"w/rd b p%40ss+%22w%2Frd c cEBzcyAidy9yZA== d p@ss \\\"w/rd"))
                .isEqualTo("a *** b *** c *** d ***");
    }

    @Test
    void what_is_left_of_a_secret_where_a_text_was_cut_is_masked_too() {
        Mask mask = Mask.of(List.of("Sesame-0pen-now"));

        assertThat(mask.mask("a Sesame-0p\n… 7 characters left out …\npen-now b Sesame-0pen"))
                .isEqualTo("a ***\n… 7 characters left out …\n*** b ***");
        assertThat(mask.mask("0pen-now, it said; env: Sesame-…"))
                .isEqualTo("***, it said; env: ***…");
        assertThat(mask.mask("a door to open now")).isEqualTo("a door to open now");
    }

    @Test
    void the_long_lines_of_a_secret_are_masked_one_by_one() {
        Mask mask = Mask.of(List.of("kind: Config\n  token: eyJhbGciOiJSUzI1\n"));

        assertThat(mask.mask("line 2: \"token: eyJhbGciOiJSUzI1\"; kind: Config, it is"))
                .isEqualTo("line 2: \"***\"; kind: Config, it is");
    }

    @Test
    void the_values_of_a_document_are_masked_by_themselves() {
        String yaml =
                "users:\n- user:\n    token: 'eyJhbGciOiJSUzI1'\n  name: u\nserver: https://k8s.example:6443\n";
        assertThat(
                        Mask.of(List.of(yaml))
                                .mask("Bearer eyJhbGciOiJSUzI1 at https://k8s.example:6443"))
                .isEqualTo("Bearer *** at https://k8s.example:6443");
        String json = "{\"user\": \"shop\", \"password\": \"Sesame, 0pen now\"}";
        assertThat(Mask.of(List.of(json)).mask("shop said Sesame, 0pen now"))
                .isEqualTo("shop said ***");
        assertThat(Mask.of(List.of("A=b\nKEY=Sesame0pen=now\n")).mask("is Sesame0pen=now"))
                .isEqualTo("is ***");
    }

    @Test
    void a_secret_is_masked_as_a_header_says_it() {
        assertThat(Mask.of(List.of("Sésame \"0pen")).mask("X-Token: S?same \\\"0pen"))
                .isEqualTo("X-Token: ***");
    }

    @Test
    void a_secret_inside_of_a_longer_base64_is_masked() {
        Mask mask = Mask.of(List.of("Sesame-0pen-now"));
        for (String before : List.of("", "u", "us", "user:")) {
            String text = before + "Sesame-0pen-now/";
            String encoded = java.util.Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
            assertThat(mask.mask(encoded)).contains("***").doesNotContain("1lLTBwZW4", "LTBwZW4t");
        }
    }

    @Test
    void long_evidence_keeps_its_beginning_and_its_end() {
        String text = "begin" + "x".repeat(100_000) + "end";
        String bounded = Evidence.bounded(text);

        assertThat(bounded).startsWith("begin").endsWith("end").contains("characters left out");
        assertThat(bounded.length()).isLessThanOrEqualTo(Evidence.MOST);
        assertThat(Evidence.bounded("x".repeat(Evidence.MOST))).hasSize(Evidence.MOST);
    }
}
