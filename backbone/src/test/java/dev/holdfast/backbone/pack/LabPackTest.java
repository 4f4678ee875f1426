package dev.holdfast.backbone.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void the_limits_are_those_of_a_lab_and_the_rest_of_the_decisions_stays() {
        PackFiles pack =
                PackFiles.of(
                        "shop",
                        Map.of(
                                "pack.yml",
                                MANIFEST,
                                "decisions.yml",
                                "mode: automatic\nlimits:\n  cool-down: 15m\n\n# why\nescalation: {}\n"));
        assertThat(LabPack.of(pack).orElseThrow().file("decisions.yml").orElseThrow())
                .contains("mode: automatic", "# why\nescalation: {}", "cool-down: 1s")
                .doesNotContain("15m");
        assertThat(pack.file("decisions.yml").orElseThrow()).contains("15m");
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
