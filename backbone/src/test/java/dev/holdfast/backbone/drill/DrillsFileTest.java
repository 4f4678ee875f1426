package dev.holdfast.backbone.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

class DrillsFileTest {
    private static final String GOOD =
            """
            drills:
              bad-release:
                title: a release fails
                kind: planned
                component: api
                release: 1.5.0
                does:
                  - {pause: 30s}
                  - {act: deploy, with: {release: 1.5.0}}
                  - {signal: bug.critical, with: {component: api}}
                  - {series: [{series: 'up{job="api"}', values: "1x5 0x60"}], every: 2s}
                people: [{as: olga, does: approve}]
                expect: {trigger: [A, B], ends: resolved}
                targets: {detect: 2m, roll-back: 5m}
            schedule:
              - {drills: [bad-release], every: quarter, from: 2027-01-15}
            """;

    private final Problems problems = new Problems();

    @Test
    void a_drill_says_what_is_done_and_what_must_come_of_it() {
        Drill drill = read(GOOD).drills().getFirst();
        assertThat(problems.lines()).isEmpty();
        assertThat(drill.does())
                .hasExactlyElementsOfTypes(
                        Deed.Pause.class, Deed.Act.class, Deed.Signal.class, Deed.Feed.class);
        assertThat(drill.expect().triggers()).containsExactly("A", "B");
        assertThat(drill.targets()).containsEntry(Phase.ROLL_BACK, Duration.ofMinutes(5));
    }

    @Test
    void mistakes_are_told_with_the_nearest_word() {
        read(
                GOOD.replace("kind: planned", "kind: planed")
                        .replace("roll-back:", "rollback:")
                        .replace("drills: [bad-release]", "drills: [bad-relase]")
                        .replace("ends: resolved", "ends: well"));
        assertThat(problems.lines())
                .anyMatch(p -> p.contains("'planed' is none of"))
                .anyMatch(p -> p.contains("'rollback' is none of"))
                .anyMatch(p -> p.contains("no drill 'bad-relase'"))
                .anyMatch(p -> p.contains("'well' is none of"));
    }

    @Test
    void a_drill_is_due_again_a_period_after_the_one_it_fell_into() {
        Rehearsal quarterly = read(GOOD).schedule().getFirst();
        assertThat(quarterly.dueAfter(Optional.empty())).isEqualTo("2027-01-15");
        assertThat(quarterly.dueAfter(Optional.of(LocalDate.parse("2027-01-14"))))
                .isEqualTo("2027-01-15");
        assertThat(quarterly.dueAfter(Optional.of(LocalDate.parse("2027-01-15"))))
                .isEqualTo("2027-04-15");
    }

    private DrillsFile read(String text) {
        return DrillsFile.read(PackFiles.of("shop", Map.of("drills.yml", text)), problems);
    }
}
