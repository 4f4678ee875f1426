package dev.holdfast.backbone.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class PackTest {
    private static final String GOOD =
            """
            system: shop
            owner: platform
            environments:
              production:
                match: {job: shop}
                components: [backend]
                scrape:
                  - {url: "http://127.0.0.1:1/metrics", every: 500ms, labels: {job: shop}}
            roles: [lead, on-call]
            people:
              - {name: ada, roles: [lead]}
            secrets: {db: "env:SHOP_DB"}
            lateness: 1s
            """;

    private final Problems problems = new Problems();

    private Optional<PackManifest> read(String text) {
        return PackManifest.read(PackFiles.of("shop", Map.of("pack.yml", text)), problems);
    }

    @Test
    void a_good_manifest_is_read() {
        PackManifest m = read(GOOD).orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(m.lateness()).isEqualTo(Duration.ofSeconds(1));
        assertThat(m.secrets().get("db"))
                .isEqualTo(new PackManifest.SecretReference("env", "SHOP_DB"));
    }

    @Test
    void every_problem_is_told_at_once_with_its_place_and_the_nearest_name() {
        read(
                """
                sytem: shop
                environments:
                  production:
                    scrape:
                      - {url: x, every: soon}
                roles: [lead]
                people:
                  - {name: ada, roles: [laed]}
                secrets: {db: "hunter2"}
                """);
        assertThat(problems.lines())
                .containsExactly(
                        "pack.yml:1:1: 'system' is missing here",
                        "pack.yml:1:1: unknown key 'sytem', did you mean 'system'?",
                        "pack.yml:5:25: expected a duration such as 30s, 10m or 1h30m, got 'soon'",
                        "pack.yml:5:25: scraping more often than every 100ms is not possible",
                        "pack.yml:8:25: 'laed' is no role of this pack, did you mean 'lead'?",
                        "pack.yml:9:15: a secret is named as env:NAME or file:PATH, never written"
                                + " here");
    }

    @Test
    void lateness_stays_below_the_age_at_which_a_trigger_is_unknown() {
        read(GOOD.replace("lateness: 1s", "lateness: 30s"));
        assertThat(problems.none()).isTrue();
        read(GOOD.replace("lateness: 1s", "lateness: 31s"));
        assertThat(problems.lines()).singleElement().asString().contains("lateness is at most 30s");
    }

    @Test
    void what_is_no_yaml_is_told_with_its_place() {
        assertThat(read("a: [1, 2\nb: }")).isEmpty();
        assertThat(problems.lines()).hasSize(1);
        assertThat(problems.lines().getFirst()).startsWith("pack.yml:2:");
    }

    @Test
    void a_bomb_of_aliases_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [".formatted(i, i));
            bomb.append("*a%d,".formatted(i - 1).repeat(9)).append("]\n");
        }
        assertThat(read(bomb.toString())).isEmpty();
        assertThat(problems.none()).isFalse();
    }

    @Test
    void a_variable_is_filled_once_and_an_unknown_one_is_named() {
        Variables v = new Variables(Map.of("to", "1.4.1", "trick", "${to}"));
        assertThat(v.fill("go ${to} $$5 ${trick}")).isEqualTo("go 1.4.1 $5 ${to}");
        assertThatThrownBy(() -> v.fill("${tp}"))
                .hasMessage("'${tp}' is not known, did you mean 'to'?");
    }

    @Test
    void a_digest_changes_with_any_content() {
        assertThat(PackFiles.of("shop", Map.of("a.yml", "1")).digest())
                .isEqualTo(PackFiles.of("shop", Map.of("a.yml", "1")).digest())
                .isNotEqualTo(PackFiles.of("shop", Map.of("a.yml", "2")).digest())
                .isNotEqualTo(PackFiles.of("shop", Map.of("b.yml", "1")).digest());
    }

    @Property
    boolean durations_are_shown_as_they_are_read(
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long millis) {
        Duration d = Duration.ofMillis(millis);
        return Durations.parse(Durations.show(d)).orElseThrow().equals(d);
    }
}
