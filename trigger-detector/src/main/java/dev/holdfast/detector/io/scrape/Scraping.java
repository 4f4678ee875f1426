package dev.holdfast.detector.io.scrape;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.flow.intake.Routes;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Turns the pages of one target into samples, as Prometheus does: the target's labels win, what
/// vanishes from the page is marked stale, and `up` says whether there was a page.
final class Scraping {
    private final Map<String, String> own;
    private Set<Labels> before = Set.of();

    Scraping(Routes.Target target) {
        Map<String, String> labels = new TreeMap<>(target.labels());
        URI url = URI.create(target.url());
        labels.putIfAbsent("job", target.scope().system());
        labels.putIfAbsent("instance", instance(url));
        this.own = labels;
    }

    private static String instance(URI url) {
        int usual = "https".equals(url.getScheme()) ? 443 : 80;
        return url.getHost() + ":" + (url.getPort() < 0 ? usual : url.getPort());
    }

    /// The target answered at `at` after `seconds`.
    List<SeriesSamples> page(Exposition page, long at, double seconds) {
        Map<Labels, SeriesSamples> all = new LinkedHashMap<>();
        Set<Labels> untimed = new LinkedHashSet<>();
        for (Exposition.Line line : page.samples()) {
            Labels labels = owned(line.labels());
            boolean timed = line.at() != Exposition.NO_TIME;
            all.put(labels, SeriesSamples.one(labels, timed ? line.at() : at, line.value()));
            if (!timed) {
                untimed.add(labels);
            }
        }
        List<SeriesSamples> samples = new ArrayList<>(all.values());
        vanished(samples, untimed, at);
        report(samples, at, 1, seconds, page.samples().size());
        return samples;
    }

    /// The target did not answer, or with something that is no page.
    List<SeriesSamples> nothing(long at, double seconds) {
        List<SeriesSamples> samples = new ArrayList<>();
        vanished(samples, Set.of(), at);
        report(samples, at, 0, seconds, 0);
        return samples;
    }

    /// A series with times of its own is not ended by us.
    private void vanished(List<SeriesSamples> samples, Set<Labels> now, long at) {
        for (Labels gone : before) {
            if (!now.contains(gone)) {
                samples.add(SeriesSamples.one(gone, at, Stale.MARKER));
            }
        }
        before = now;
    }

    private void report(
            List<SeriesSamples> samples, long at, double up, double seconds, int count) {
        samples.add(SeriesSamples.one(named("up"), at, up));
        samples.add(SeriesSamples.one(named("scrape_duration_seconds"), at, seconds));
        samples.add(SeriesSamples.one(named("scrape_samples_scraped"), at, count));
    }

    private Labels named(String name) {
        Map<String, String> labels = new TreeMap<>(own);
        labels.put(Labels.NAME, name);
        return Labels.of(labels);
    }

    /// A label of the page that the target's own hides is kept as `exported_…`.
    private Labels owned(Labels labels) {
        Map<String, String> all = labels.toSortedMap();
        own.forEach((name, value) -> {
            String hidden = all.put(name, value);
            if (hidden != null && !hidden.equals(value)) {
                all.put("exported_" + name, hidden);
            }
        });
        return Labels.of(all);
    }
}
