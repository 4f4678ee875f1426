package dev.holdfast.detector.domain.release;

import static dev.holdfast.detector.domain.release.Sighting.State.FAILING;
import static dev.holdfast.detector.domain.release.Sighting.State.ROLLING;
import static dev.holdfast.detector.domain.release.Sighting.State.RUNNING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.release.Sighting.State;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class StandingTest {
    private static final List<State> STATES = List.of(State.values());

    private final List<String> told = new ArrayList<>();
    private Standing standing = Standing.first(new Sighting("1", RUNNING, 0));
    private long now;

    private void look(String release, State state) {
        look(new Sighting(release, state, ++now));
    }

    private void look(Sighting sighting) {
        Standing.Answer answer = standing.saw(sighting);
        standing = answer.next();
        answer.tell()
                .ifPresent(p -> {
                    assertThat(standing.told()).isEqualTo(sighting.release());
                    told.add(sighting.release() + " " + p);
                });
    }

    @Test
    void what_ran_before_is_not_told_and_pods_that_come_and_go_are_no_deployment() {
        look("1", RUNNING);
        look("1", ROLLING);
        look("1", FAILING);
        look("1", RUNNING);
        assertThat(told).isEmpty();
    }

    @Test
    void another_image_is_a_deployment_told_once_a_phase() {
        look("2", ROLLING);
        look("2", ROLLING);
        look("2", RUNNING);
        look("2", RUNNING);
        look("2", FAILING);
        assertThat(told).containsExactly("2 STARTED", "2 FINISHED");
    }

    @Test
    void one_that_was_quicker_than_two_looks_is_told_as_finished() {
        look("2", RUNNING);
        assertThat(told).containsExactly("2 FINISHED");
    }

    @Test
    void one_that_hangs_has_failed_and_may_come_right_later() {
        look("2", ROLLING);
        look("2", FAILING);
        look("2", ROLLING);
        look("2", FAILING);
        look("2", RUNNING);
        assertThat(told).containsExactly("2 STARTED", "2 FAILED", "2 FINISHED");
    }

    @Test
    void one_that_is_put_back_in_the_middle_is_two_deployments() {
        look("2", ROLLING);
        look("1", ROLLING);
        look("1", RUNNING);
        assertThat(told).containsExactly("2 STARTED", "1 STARTED", "1 FINISHED");
    }

    @Test
    void what_a_ci_tells_the_watch_does_not() {
        standing = standing.heard("2", Phase.STARTED, now);
        look("1", RUNNING);
        look("2", ROLLING);
        look("2", RUNNING);
        standing = standing.heard("2", Phase.FINISHED, now);
        look("2", RUNNING);
        assertThat(told).isEmpty();
        look("3", ROLLING);
        standing = standing.heard("3", Phase.FINISHED, now);
        look("3", RUNNING);
        assertThat(told).containsExactly("3 STARTED");
    }

    @Test
    void what_a_ci_began_and_never_ended_the_watch_ends_after_ten_minutes() {
        for (State end : List.of(RUNNING, FAILING)) {
            now = 0;
            told.clear();
            standing = Standing.first(new Sighting("1", RUNNING, 0)).heard("2", Phase.STARTED, 0);
            look("2", ROLLING);
            now = 599_998;
            look("2", end);
            assertThat(told).isEmpty();
            look("2", end);
            look("2", end);
            assertThat(told).containsExactly(end == RUNNING ? "2 FINISHED" : "2 FAILED");
        }
        look("2", RUNNING);
        assertThat(told).containsExactly("2 FAILED", "2 FINISHED");
    }

    @Test
    void what_a_ci_began_long_ago_and_never_came_is_no_end_of_what_runs() {
        standing = standing.heard("2", Phase.STARTED, 0);
        now = 900_000;
        look("1", RUNNING);
        look("1", FAILING);
        assertThat(told).isEmpty();
    }

    @Test
    void a_ci_that_tells_after_all_is_believed() {
        standing = standing.heard("2", Phase.STARTED, 0);
        look("2", ROLLING);
        now = 600_000;
        look("2", RUNNING);
        standing = standing.heard("2", Phase.FAILED, now);
        look("2", RUNNING);
        assertThat(told).containsExactly("2 FINISHED");
        assertThat(standing.phase()).isEqualTo(Phase.FAILED);
    }

    @Test
    void what_comes_by_hand_after_a_ci_is_told_even_when_the_ci_told_of_it_once() {
        standing = standing.heard("2", Phase.FINISHED, now);
        look("2", RUNNING);
        look("1", RUNNING);
        look("2", RUNNING);
        assertThat(told).containsExactly("1 FINISHED", "2 FINISHED");
        told.clear();
        standing = standing.heard("3", Phase.FAILED, now); // and never came
        look("3", ROLLING);
        assertThat(told).containsExactly("3 STARTED");
    }

    @Test
    void a_look_from_before_the_last_changes_nothing() {
        now = 10;
        look("2", RUNNING);
        look(new Sighting("1", RUNNING, 10));
        look("1", RUNNING);
        told.clear();
        look(new Sighting("2", ROLLING, 12));
        assertThat(told).containsExactly("2 STARTED");
        Standing before = standing;
        look(new Sighting("1", RUNNING, 11));
        assertThat(standing).isEqualTo(before);
    }

    /// Any life of a workload, watched by one and by two with looks of their own.
    @Test
    void a_second_watch_tells_nothing_more_and_nobody_is_told_twice_of_the_same() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Sighting> life = new ArrayList<>();
            String release = "1";
            for (int i = 1; i <= 40; i++) {
                release = random.nextInt(4) == 0 ? Integer.toString(random.nextInt(3)) : release;
                life.add(new Sighting(release, STATES.get(random.nextInt(3)), i * 2L));
            }
            told.clear();
            standing = Standing.first(new Sighting("1", RUNNING, 0));
            life.forEach(this::look);
            List<String> once = List.copyOf(told);
            for (int i = 1; i < once.size(); i++) {
                assertThat(once.get(i)).as("seed %d: %s", seed, once).isNotEqualTo(once.get(i - 1));
            }
            told.clear();
            standing = Standing.first(new Sighting("1", RUNNING, 0));
            for (Sighting s : life) {
                look(s);
                look(new Sighting(s.release(), s.state(), s.at() + random.nextInt(2)));
            }
            assertThat(told).as("seed %d", seed).isEqualTo(once);
        }
    }
}
