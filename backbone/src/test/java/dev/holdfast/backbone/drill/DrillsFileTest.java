package dev.holdfast.backbone.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

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

    /// Without the schedule, so that more drills can follow.
    private static final String FORMS = GOOD.substring(0, GOOD.indexOf("schedule:"));

    private static final String DIES =
            "  dies: {template: executor-dies, of: bad-release, title: it dies}\n";
    private static final String FLAPPING =
            "  f: {template: flapping, component: api, with: {job: %s}}\n";

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

    @Test
    void a_drill_is_a_form_of_another_with_what_a_template_says_between() {
        Drill absent =
                read(FORMS
                                + "  absent: {template: absent, of: bad-release, targets: {detect: 1m}}\n")
                        .drill("absent")
                        .orElseThrow();
        Drill dies = read(FORMS + DIES).drill("dies").orElseThrow();
        assertThat(problems.lines()).isEmpty();

        assertThat(absent.release()).isEqualTo("1.5.0");
        assertThat(absent.kind()).isEqualTo("absent");
        assertThat(absent.people()).isEmpty();
        assertThat(absent.expect().triggers()).containsExactly("A", "B");
        assertThat(absent.expect().runbooks()).containsExactly("none");
        assertThat(absent.targets()).containsOnlyKeys(Phase.DETECT);
        assertThat(dies.title()).isEqualTo("it dies");
        assertThat(dies.expect().ends()).isEqualTo("resolved");
        assertThat(dies.does().subList(4, 6))
                .containsExactly(new Deed.Await("rollback.started"), new Deed.Kill("executor"));
    }

    @Test
    void a_template_is_filled_with_words_and_with_nothing_that_means_something() {
        Drill flapping = read(FORMS + FLAPPING.formatted("api")).drill("f").orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(flapping.does())
                .singleElement()
                .asInstanceOf(type(Deed.Feed.class))
                .satisfies(f ->
                        assertThat(f.series().getFirst().name())
                                .isEqualTo("up{job=\"api\",instance=\"flapping\"}"));

        read(FORMS + FLAPPING.formatted("'a\"} or up{job=\"b'"));
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("needs `with: {job}`, each one word");
    }

    @Test
    void what_a_form_names_must_be_there() {
        read(
                FORMS
                        + """
                          x: {template: abzent, of: bad-relase, kind: absent, title: t, component: api, does: [], expect: {ends: none}}
                          y: {of: z}
                          z: {of: bad-release}
                        """);
        assertThat(problems.lines())
                .anyMatch(p -> p.contains("no template 'abzent', did you mean 'absent'?"))
                .anyMatch(p -> p.contains("no drill 'bad-relase', did you mean 'bad-release'?"))
                .anyMatch(p -> p.contains("'z' is a form of another drill itself"));
    }

    @Test
    void what_kills_a_service_does_not_begin_by_itself() {
        read(FORMS + DIES + "schedule: [{drills: [dies], every: year, from: 2027-01-15}]\n");
        assertThat(problems.lines()).isEmpty();
        read(
                FORMS
                        + DIES
                        + "schedule: [{drills: [dies], every: year, from: 2027-01-15, start: automatic}]\n");
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("'dies' kills a service of the house, so people begin it");
    }

    private DrillsFile read(String text) {
        return DrillsFile.read(PackFiles.of("shop", Map.of("drills.yml", text)), problems);
    }
}
