package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DrillWatchTest {
    private static final int DETECTOR = 1;

    @TempDir Path folder;

    @Test
    void an_overdue_drill_is_told_to_the_house_and_one_that_is_far_away_is_not()
            throws IOException {
        Path pack = pack("2020-01-15", "2999-01-15");
        try (var house = new FakeHouse(folder, DETECTOR)) {
            house.answers("POST /api/v1/signals", 202, "{}");

            var result = house.run("drill", "watch", "--once", pack.toString());

            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("shop / near: overdue, 2020-01-15");
            assertThat(house.requests())
                    .singleElement()
                    .asString()
                    .contains("drill.due", "shop/production", "\"drill\":\"near\"", "hf_secret");
        }
    }

    @Test
    void a_house_that_does_not_know_the_pack_is_a_failure_with_its_reason() throws IOException {
        Path pack = pack("2020-01-15", "2020-01-15");
        try (var house = new FakeHouse(folder, DETECTOR)) {
            var result = house.run("drill", "watch", "--once", pack.toString());
            assertThat(result.exitCode()).isEqualTo(Exit.NOT_FOUND);
            assertThat(result.err()).contains("there is no such thing");
        }
    }

    private Path pack(String near, String far) throws IOException {
        Path pack = Files.createDirectories(folder.resolve("pack"));
        Files.writeString(pack.resolve("pack.yml"), "system: shop\n");
        Files.writeString(
                pack.resolve("drills.yml"),
                """
                drills:
                  near: {title: It fails, kind: planned, component: backend, does: [{pause: 1s}], expect: {ends: none}}
                  far: {title: It fails, kind: planned, component: backend, does: [{pause: 1s}], expect: {ends: none}}
                schedule:
                  - {drills: [near], every: year, from: %s}
                  - {drills: [far], every: year, from: %s}
                """
                        .formatted(near, far));
        return pack;
    }
}
