package dev.holdfast.backbone.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.util.Map;
import java.util.Optional;

class LabPackTest {
    private static final String MANIFEST =
            """
            system: shop
            environments:
              production: {components: [backend], scrape: [{url: "http://prod/metrics"}], variables: {home: /prod}}
            variables: {home: /opt/shop}
            secrets: {db: "env:PRODUCTION_PASSWORD"}
            lab:
              pace: 60
              scrape: [{url: "http://lab/metrics"}]
              variables: {home: /lab}
              secrets: {db: "file:/lab/password"}
            """;

    @Test
    void nothing_of_production_is_left_in_the_lab() {
        PackFiles lab = lab(MANIFEST, "").orElseThrow();
        assertThat(lab.file("pack.yml").orElseThrow())
                .contains("/lab", "http://lab/metrics", "file:/lab/password")
                .doesNotContain("PRODUCTION", "http://prod", "/prod", "/opt");
        assertThat(PackManifest.read(lab, new Problems()).orElseThrow().variables())
                .containsExactly(Map.entry("home", "/lab"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode: automatic\nlimits:\n  cool-down: 15m\n\nescalation: {remind: 5m}\n",
                "mode: automatic\nlimits:\n# why\n  cool-down: 15m\nescalation: {remind: 5m}\n",
                "limits: {\n  cool-down: 15m\n}\nmode: automatic\nescalation: {remind: 5m}\n...\n",
                "{mode: automatic, 'limits': {cool-down: 15m}, escalation: {remind: 5m}}",
            })
    void the_limits_are_those_of_a_lab_and_the_rest_of_the_decisions_stays(String decisions) {
        PackFiles pack =
                PackFiles.of("shop", Map.of("pack.yml", MANIFEST, "decisions.yml", decisions));
        String inLab = LabPack.of(pack).orElseThrow().file("decisions.yml").orElseThrow();
        assertThat(new Load(LoadSettings.builder().build()).loadFromString(inLab))
                .isEqualTo(
                        Map.of(
                                "mode",
                                "automatic",
                                "limits",
                                Map.of(
                                        "cool-down",
                                        "1s",
                                        "rollbacks",
                                        Map.of("system", 50, "fleet", 100, "within", "24h")),
                                "escalation",
                                Map.of("remind", "5s")));
        // To the letter: each service works it out for itself, and its digest must be the same.
        assertThat(inLab)
                .contains(
                        "limits:\n  cool-down: 1s\n  rollbacks: {system: 50, fleet: 100, within: 24h}\n");
        assertThat(pack.file("decisions.yml")).contains(decisions);
    }

    @Test
    void a_pack_as_it_is_in_its_lab_is_known_as_one() {
        PackFiles pack = PackFiles.of("shop", Map.of("pack.yml", MANIFEST));
        assertThat(LabPack.is(pack)).isFalse();
        assertThat(LabPack.is(LabPack.of(pack).orElseThrow())).isTrue();
        assertThat(LabPack.is(PackFiles.of("shop", Map.of("pack.yml", "system: shop\n"))))
                .isFalse();
    }

    @Test
    void where_the_lab_is_makes_no_other_pack_outside_of_it() {
        PackFiles pack = PackFiles.of("shop", Map.of("pack.yml", MANIFEST, "checks.yml", "{}"));
        PackFiles here = LabPack.placed(pack, Map.of("home", "/here"));
        PackFiles changed =
                PackFiles.of("shop", Map.of("pack.yml", MANIFEST, "checks.yml", "{a: 1}"));
        assertThat(here).isNotEqualTo(pack);
        assertThat(LabPack.withoutLab(here)).isEqualTo(LabPack.withoutLab(pack));
        assertThat(LabPack.withoutLab(changed)).isNotEqualTo(LabPack.withoutLab(pack));
    }

    @Test
    void a_pack_without_a_lab_has_none() {
        assertThat(lab("system: shop\n", "")).isEmpty();
    }

    @Test
    void a_manifest_that_cannot_be_read_has_no_lab_and_harms_nobody() {
        String deep = "lab: {a: " + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        assertThat(lab(deep, "")).isEmpty();
        assertThat(lab("lab: {a: 1\n", "")).isEmpty();
        assertThat(lab("lab: {}\nlab: {}\n", "")).isEmpty();
        assertThat(lab("", "")).isEmpty();
        assertThat(
                        LabPack.withoutProduction(PackFiles.of("shop", Map.of("pack.yml", deep)))
                                .files())
                .containsKey("pack.yml");
    }

    @Test
    void where_only_the_lab_is_checks_stand_in_the_lab_alone() {
        String checks = "checks: {}\nstanding:\n  health: {every: 60s}\n";
        PackFiles here =
                LabPack.withoutProduction(
                        PackFiles.of("shop", Map.of("pack.yml", MANIFEST, "checks.yml", checks)));

        assertThat(here.file("checks.yml").orElseThrow())
                .isEqualTo("checks: {}\nstanding-in-lab:\n  health: {every: 60s}\n");
        assertThat(LabPack.of(here).orElseThrow().file("checks.yml").orElseThrow())
                .startsWith("checks: {}\nstanding:\n");
    }

    @Test
    void a_lab_that_leaves_out_a_variable_is_refused() {
        Problems problems = new Problems();
        PackManifest.read(
                PackFiles.of("shop", Map.of("pack.yml", MANIFEST.replace("{home: /lab}", "{}"))),
                problems);
        assertThat(problems.all().toString()).contains("its own value of the variable 'home'");
    }

    @Test
    void durations_are_divided_but_never_below_a_second_and_programs_keep_their_time() {
        assertThat(new Pace(60).applied("for: 5m\nwatch: 30s\nevery: 200ms"))
                .isEqualTo("for: 5s\nwatch: 1s\nevery: 200ms");
        assertThat(new Pace(60).applied("{timeout: 5m, within: 10m, hold: \"2h\"} # 5m"))
                .isEqualTo("{timeout: 5m, within: 15s, hold: \"2m\"} # 5m");
    }

    @Test
    void ranges_subqueries_and_offsets_of_promql_are_divided_too() {
        assertThat(new Pace(60).applied("rate(a[5m]) > avg_over_time(b[1h:1m] offset 1d)"))
                .isEqualTo("rate(a[5s]) > avg_over_time(b[1m:1s] offset 24m)");
    }

    private static Optional<PackFiles> lab(String manifest, String triggers) {
        return LabPack.of(
                PackFiles.of("shop", Map.of("pack.yml", manifest, "triggers.yml", triggers)));
    }
}
