package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.pack.PackFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A pack that cannot be worked with is not loaded, and says all that is wrong with it at once.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class BrokenPackTest {
    private final WholeHouse house = WholeHouse.shared();

    @Test
    void every_problem_of_all_five_files_is_told_with_its_place_and_the_pack_before_stays() {
        try (Tenant shop = Tenant.fresh(house, "broken-pack", WholePack.AUTOMATIC)) {
            PackFiles broken =
                    with(
                            shop.pack(),
                            Map.of(
                                    "decisions.yml", "severity: P1->severty: P1",
                                    "triggers.yml", "sum(rate(->summ(rate(",
                                    "runbooks.yml", "action: link.switch->action: link.swich",
                                    "checks.yml", "[version, error-ratio]->[version, eror-ratio]",
                                    "notifications.yml", "[people]->[poeple]"));

            Reply reply = shop.offers(broken);

            assertThat(reply.status()).as(reply.body()).isEqualTo(202);
            Tenant.waiting()
                    .untilAsserted(() -> {
                        JsonNode state = shop.packState(broken.digest());
                        assertThat(state.path("state").asText()).isEqualTo("refused");
                        for (String file :
                                List.of(
                                        "decisions",
                                        "triggers",
                                        "runbooks",
                                        "checks",
                                        "notifications")) {
                            assertThat(problems(state))
                                    .anyMatch(p ->
                                            p.matches(".*\\b" + file + "\\.yml:\\d+:\\d+: .*"));
                        }
                    });
            assertThat(problems(shop.packState(broken.digest())))
                    .anyMatch(p -> p.contains("severity"))
                    .anyMatch(p -> p.contains("link.switch"))
                    .anyMatch(p -> p.contains("error-ratio"))
                    .anyMatch(p -> p.contains("people"));
            assertThat(shop.packState(shop.pack().digest()).path("state").asText())
                    .isEqualTo("active");
            assertThat(shop.events(PackActivated.class))
                    .extracting(PackActivated::digest)
                    .containsExactly(shop.pack().digest());
        }
    }

    private static List<String> problems(JsonNode state) {
        List<String> all = new ArrayList<>();
        state.path("problems").forEach(p -> all.add(p.asText()));
        return all;
    }

    /// @param changes by file, `text->other`
    private static PackFiles with(PackFiles pack, Map<String, String> changes) {
        TreeMap<String, String> files = new TreeMap<>(pack.files());
        changes.forEach((file, change) -> {
            String[] parts = change.split("->", 2);
            String before = String.valueOf(files.get(file));
            assertThat(before).contains(parts[0]);
            files.put(file, before.replace(parts[0], parts[1]));
        });
        return new PackFiles(pack.name(), files);
    }
}
