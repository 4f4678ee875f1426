package dev.holdfast.verifier.io.metrics;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts lines in Loki: all young ones, and those that match; and fetches a few of these.
public record LokiAsker(Exchange exchange, Secrets secrets) implements Asker<LogCheck.LokiLines> {
    private static final int LARGEST = 1 << 20;
    private static final int SHOWN = 5;
    private static final int LONGEST_SHOWN = 300;

    @Override
    public Answer ask(LogCheck.LokiLines q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Map<String, String> headers = new HashMap<>();
        if (q.token() != null) {
            headers.put("Authorization", "Bearer " + secrets.using(terms.secrets()).get(q.token()));
        }
        String window = "[%ds]".formatted(Math.max(1, q.since().toSeconds()));
        String matching = q.selector() + " |~ " + quoted(q.pattern());
        double all =
                count(
                        q,
                        "sum(count_over_time(%s%s))".formatted(q.selector(), window),
                        headers,
                        terms);
        double bad =
                count(q, "sum(count_over_time(%s%s))".formatted(matching, window), headers, terms);
        List<String> first = bad > 0 ? lines(q, matching, headers, terms) : List.of();
        return new Answer.Lines(
                (long) all, (long) bad, first, Duration.ofNanos(System.nanoTime() - began));
    }

    /// As a string of LogQL.
    private static String quoted(String pattern) {
        return "\""
                + pattern.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + "\"";
    }

    /// No line at all gives no series: that is a count of none.
    private double count(
            LogCheck.LokiLines q, String query, Map<String, String> headers, Terms terms)
            throws Unusable {
        JsonNode root = get(q, "/loki/api/v1/query?query=" + encoded(query), headers, terms);
        List<Answer.Sample> samples = MetricsAsker.samples(root.path("data"));
        double count = samples.isEmpty() ? 0 : samples.getFirst().value();
        if (samples.size() > 1 || !(count >= 0)) {
            throw new Unusable(Why.BROKEN, "Loki counted %s".formatted(samples));
        }
        return count;
    }

    private List<String> lines(
            LogCheck.LokiLines q, String query, Map<String, String> headers, Terms terms)
            throws Unusable {
        JsonNode root =
                get(
                        q,
                        "/loki/api/v1/query_range?limit=%d&since=%ds&query=%s"
                                .formatted(
                                        SHOWN, Math.max(1, q.since().toSeconds()), encoded(query)),
                        headers,
                        terms);
        List<String> lines = new ArrayList<>();
        for (JsonNode stream : root.path("data").path("result")) {
            for (JsonNode entry : stream.path("values")) {
                if (lines.size() < SHOWN) {
                    lines.add(Evidence.cut(entry.path(1).asText(), LONGEST_SHOWN));
                }
            }
        }
        return lines;
    }

    private JsonNode get(
            LogCheck.LokiLines q, String path, Map<String, String> headers, Terms terms)
            throws Unusable {
        URI url = URI.create(q.url().toString().replaceAll("/+$", "") + path);
        return MetricsAsker.root(
                exchange.send(new Question.Http("GET", url, headers, null, LARGEST), terms));
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
