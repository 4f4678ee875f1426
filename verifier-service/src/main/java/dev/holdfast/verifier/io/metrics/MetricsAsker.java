package dev.holdfast.verifier.io.metrics;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Sample;
import dev.holdfast.verifier.domain.check.Answer.Why;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks a Prometheus-compatible API for the value of PromQL now; without an address, our detector.
public final class MetricsAsker implements Asker<Question.Metrics> {
    private static final int LARGEST = 1 << 20;
    private static final int MOST_SERIES = 1_000;

    private final Exchange exchange;
    private final Detector detector;
    private final Secrets secrets;
    private final InstantSource clock;

    public MetricsAsker(
            Exchange exchange, Detector detector, Secrets secrets, InstantSource clock) {
        this.exchange = exchange;
        this.detector = detector;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Answer ask(Question.Metrics q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Instant now = clock.instant();
        Map<String, String> headers = new HashMap<>();
        if (q.token() != null) {
            headers.put("Authorization", "Bearer " + secrets.using(terms.secrets()).get(q.token()));
        }
        List<List<Sample>> results = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Question.Metrics.At query : q.queries()) {
            JsonNode root = root(answer(q, path(query, now), headers, terms));
            root.path("warnings").forEach(w -> warnings.add(w.asText()));
            results.add(samples(root.path("data")));
        }
        return new Answer.Series(results, warnings, Duration.ofNanos(System.nanoTime() - began));
    }

    private static String path(Question.Metrics.At query, Instant now) {
        String asked =
                "/api/v1/query?query=" + URLEncoder.encode(query.query(), StandardCharsets.UTF_8);
        return query.ago().isZero()
                ? asked
                : "%s&time=%.3f".formatted(asked, now.minus(query.ago()).toEpochMilli() / 1_000.0);
    }

    private Answer.Http answer(
            Question.Metrics q, String path, Map<String, String> headers, Terms terms)
            throws Unusable {
        URI foreign = q.url();
        if (foreign == null) {
            return detector.get("/systems/" + q.scope() + path, LARGEST, terms);
        }
        URI url = URI.create(foreign.toString().replaceAll("/+$", "") + path);
        return exchange.send(new Question.Http("GET", url, headers, null, LARGEST), terms);
    }

    /// What a Prometheus-compatible API answered, or why that is of no use.
    static JsonNode root(Answer.Http answer) throws Unusable {
        JsonNode root;
        try {
            root = Json.read(answer.body(), JsonNode.class);
        } catch (Json.Unreadable _) {
            throw broken("it answered %d and no JSON".formatted(answer.status()));
        }
        if (answer.status() != 200 || !root.path("status").asText().equals("success")) {
            throw broken(
                    "it answered %d: %s %s"
                            .formatted(
                                    answer.status(),
                                    root.path("errorType").asText(""),
                                    root.path("error").asText("")));
        }
        return root;
    }

    static List<Sample> samples(JsonNode data) throws Unusable {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asText()) {
            case "scalar" -> List.of(new Sample(Map.of(), value(result)));
            case "vector" -> vector(result);
            default ->
                    throw broken(
                            "the result is a '%s', a vector or a scalar is needed"
                                    .formatted(data.path("resultType").asText()));
        };
    }

    private static List<Sample> vector(JsonNode result) throws Unusable {
        if (!result.isArray() || result.size() > MOST_SERIES) {
            throw broken(
                    "the result has %d series, at most %d are judged"
                            .formatted(result.size(), MOST_SERIES));
        }
        List<Sample> samples = new ArrayList<>();
        for (JsonNode series : result) {
            Map<String, String> labels = new HashMap<>();
            series.path("metric")
                    .properties()
                    .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
            samples.add(new Sample(labels, value(series.path("value"))));
        }
        return samples;
    }

    /// `[time, "value"]`
    private static double value(JsonNode pair) throws Unusable {
        JsonNode text = pair.path(1);
        if (pair.size() != 2 || !text.isTextual()) {
            throw broken("'%.60s' is no sample".formatted(pair));
        }
        return switch (text.asText()) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> number(text.asText());
        };
    }

    private static double number(String text) throws Unusable {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw broken("'%.60s' is no number".formatted(text));
        }
    }

    private static Unusable broken(String says) {
        return new Unusable(Why.BROKEN, "no usable answer of the metrics API: " + says);
    }
}
