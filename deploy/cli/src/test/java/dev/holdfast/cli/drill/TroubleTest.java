package dev.holdfast.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.FakeHouse;
import dev.holdfast.cli.http.Services;
import dev.holdfast.local.HouseSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class TroubleTest {
    private static final int DECISION = 2;
    private static final String FIRST = "/api/incidents?state=open&limit=1000";
    private static final String SECOND = FIRST + "&cursor=abc";
    private static final String DRILLED = "[{\"id\":\"d-1\",\"scope\":\"shop/production~d-1\"}]";
    private static final String REAL = "[{\"id\":\"r-1\",\"scope\":\"shop/production\"}]";

    @TempDir private Path folder;

    @Test
    void a_real_incident_is_seen_behind_however_many_of_drills() throws IOException {
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            house.pages("GET " + FIRST, DRILLED, SECOND).answers("GET " + SECOND, 200, REAL);
            Trouble trouble = new Trouble(house.services(), "shop/production", null);
            assertThat(trouble.now()).hasValueSatisfying(why -> assertThat(why).contains("r-1"));
            assertThat(trouble.anywhere())
                    .hasValueSatisfying(why -> assertThat(why).contains("shop/production"));
        }
    }

    @Test
    void drills_alone_are_no_trouble() throws IOException {
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            house.answers("GET " + FIRST, 200, DRILLED);
            Trouble trouble = new Trouble(house.services(), "shop/production", null);
            assertThat(trouble.now()).isEmpty();
            assertThat(trouble.anywhere()).isEmpty();
        }
    }

    @Test
    void a_drill_that_awaits_something_stops_when_something_real_happens() throws Exception {
        try (FakeHouse house = new FakeHouse(folder, DECISION)) {
            house.answers("GET " + FIRST, 200, REAL);
            Services services = house.services();
            Drill drill = awaiting();
            var doing =
                    new Doing(
                            drill,
                            new DrillDoor(services, "hf_drill", "shop/production", "d-1"),
                            new Witness("shop/production~d-1", "none", _ -> {}),
                            null,
                            new DrillHouse(
                                    new HouseSettings(folder, folder, 7400, true),
                                    services,
                                    "hf_drill",
                                    _ -> {}));
            assertThat(doing.all(new Trouble(services, "shop/production", null)))
                    .contains("a real incident is open: r-1");
        }
    }

    private static Drill awaiting() {
        var problems = new Problems();
        DrillsFile file =
                DrillsFile.read(
                        PackFiles.of(
                                "shop",
                                Map.of(
                                        "drills.yml",
                                        """
                                        drills:
                                          waits:
                                            title: It waits
                                            kind: planned
                                            component: backend
                                            patience: 20s
                                            does: [{await: rollback.started}]
                                            expect: {ends: none}
                                        """)),
                        problems);
        assertThat(problems.lines()).isEmpty();
        return file.drills().getFirst();
    }
}
