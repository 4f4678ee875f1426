package dev.holdfast.detector.io.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.flow.intake.Routes;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class ScrapingTest {
    private final Scraping scraping =
            new Scraping(
                    new Routes.Target(
                            Scope.of("shop", "local"),
                            "http://127.0.0.1:7480/metrics",
                            Duration.ofSeconds(1),
                            Map.of("job", "web")));

    @Test
    void a_page_gets_the_targets_labels_and_up() {
        var samples = page("a{job=\"own\",x=\"1\"} 5\n", 1_000);
        assertThat(named(samples, "a").labels().toMap())
                .containsEntry("job", "web")
                .containsEntry("exported_job", "own")
                .containsEntry("instance", "127.0.0.1:7480");
        assertThat(named(samples, "up").values()).containsExactly(1);
        assertThat(named(samples, "scrape_samples_scraped").values()).containsExactly(1);
    }

    @Test
    void a_series_that_vanishes_is_marked_stale_once() {
        page("a 1\nb 1\n", 1_000);
        assertThat(Stale.is(named(page("b 1\n", 2_000), "a").values()[0])).isTrue();
        assertThat(page("b 1\n", 3_000)).noneMatch(s -> s.labels().metricName().equals("a"));
    }

    @Test
    void a_target_that_is_down_ends_its_series_and_is_not_up() {
        page("a 1\n", 1_000);
        var samples = scraping.nothing(2_000, 0.1);
        assertThat(Stale.is(named(samples, "a").values()[0])).isTrue();
        assertThat(named(samples, "up").values()).containsExactly(0);
    }

    private List<SeriesSamples> page(String text, long at) {
        return scraping.page(ExpositionParser.parse(text), at, 0.01);
    }

    private static SeriesSamples named(List<SeriesSamples> all, String name) {
        return all.stream()
                .filter(s -> s.labels().metricName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
