package dev.holdfast.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Whoever is woken by an alert of Holdfast's own finds what to do.
class AlertsTest {
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\S+)$");

    @Test
    void every_alert_leads_to_its_section_and_every_section_is_of_an_alert() throws Exception {
        JsonNode rules = Yaml.one(Shipped.read(Path.of("grafana", "holdfast.rules.yml")));
        List<String> alerts = new ArrayList<>();
        for (JsonNode group : rules.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                String alert = rule.path("alert").asText();
                alerts.add(alert);
                assertThat(rule.at("/annotations/runbook_url").asText())
                        .isEqualTo("docs/runbooks-own.md#" + alert.toLowerCase(Locale.ROOT));
            }
        }
        String page = Shipped.read(Path.of("..", "docs", "runbooks-own.md"));
        assertThat(SECTION.matcher(page).results().map((MatchResult m) -> m.group(1)))
                .containsExactlyElementsOf(alerts);
        for (String section : page.split("(?m)^## ")) {
            assertThat(section.strip().length()).as(section).isGreaterThan(100);
        }
    }
}
