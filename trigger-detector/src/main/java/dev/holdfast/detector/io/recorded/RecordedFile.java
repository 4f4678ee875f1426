package dev.holdfast.detector.io.recorded;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.detector.domain.ruletest.RecordedText;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Reads a file of recorded samples: text (see [RecordedText]), or the answer of Prometheus' `query_range` or of `query`
/// with a range (`v[1h]`) as JSON.
public final class RecordedFile {

    private RecordedFile() {}

    /// @throws IOException where there is no such file
    /// @throws IllegalArgumentException where its content is neither
    public static List<SeriesSamples> read(Path file) throws IOException {
        String text = Files.readString(file);
        return text.stripLeading().startsWith("{\"") || text.stripLeading().startsWith("{\n")
                ? matrix(text)
                : RecordedText.read(text.lines().toList());
    }

    private static List<SeriesSamples> matrix(String text) throws IOException {
        JsonNode data = Json.mapper().readTree(text).path("data");
        if (!data.path("resultType").asText().equals("matrix")) {
            throw new IllegalArgumentException(
                    "expected an answer of query_range with resultType matrix, got "
                            + data.path("resultType"));
        }
        var all = new ArrayList<SeriesSamples>();
        for (JsonNode series : data.path("result")) {
            var labels = new TreeMap<String, String>();
            series.path("metric")
                    .properties()
                    .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
            JsonNode values = series.path("values");
            long[] times = new long[values.size()];
            double[] numbers = new double[values.size()];
            for (int i = 0; i < values.size(); i++) {
                times[i] = Math.round(values.get(i).path(0).asDouble() * 1000);
                numbers[i] = number(values.get(i).path(1).asText());
            }
            all.add(new SeriesSamples(Labels.of(labels), times, numbers));
        }
        return all;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
