package dev.holdfast.verifier.domain.file;

import com.google.re2j.Pattern;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.CommandCheck;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.domain.check.TcpCheck;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads one check of `checks.yml`: its kind, and what every check may have.
final class CheckReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Map<String, BiFunction<YamlMap, Known, Optional<Check>>> KINDS = kinds();

    private CheckReader() {}

    private static Map<String, BiFunction<YamlMap, Known, Optional<Check>>> kinds() {
        Map<String, BiFunction<YamlMap, Known, Optional<Check>>> kinds = new LinkedHashMap<>();
        kinds.put("http", HttpReader::http);
        kinds.put("version", HttpReader::version);
        kinds.put("sql", SqlReader::check);
        kinds.put("metrics", MetricsReader::check);
        kinds.put("tcp", CheckReader::tcp);
        kinds.put("command", CheckReader::command);
        kinds.put("log", CheckReader::log);
        return kinds;
    }

    static Optional<CheckSpec> read(String name, YamlMap m, Known known) {
        List<String> keys = new ArrayList<>(KINDS.keySet());
        keys.addAll(List.of("timeout", "hold", "every", "fail-after", "weight", "description"));
        m.only(keys.toArray(String[]::new));
        known.reading(name);
        List<String> kinds = KINDS.keySet().stream().filter(m::has).toList();
        if (kinds.size() != 1) {
            m.self()
                    .problem(
                            "check '%s' needs exactly one of %s, it has %s"
                                    .formatted(
                                            name,
                                            KINDS.keySet(),
                                            kinds.isEmpty() ? "none" : kinds));
            return Optional.empty();
        }
        String kind = kinds.getFirst();
        Optional<Check> check =
                java.util.Objects.requireNonNull(KINDS.get(kind)).apply(m.map(kind), known);
        return check.map(c ->
                new CheckSpec(
                        name,
                        c,
                        timeout(m),
                        duration(m, "hold"),
                        duration(m, "every"),
                        duration(m, "fail-after"),
                        weight(m)));
    }

    private static Duration timeout(YamlMap m) {
        Duration d = m.duration("timeout", TIMEOUT);
        if (d.isZero() || d.compareTo(LONGEST_TIMEOUT) > 0) {
            m.required("timeout").problem("a time-out is more than 0s and at most 60s");
            return TIMEOUT;
        }
        return d;
    }

    static @Nullable Duration duration(YamlMap m, String key) {
        return m.optional(key).map(YamlValue::duration).orElse(null);
    }

    private static double weight(YamlMap m) {
        double weight = m.number("weight", 1);
        if (!(weight >= 0 && weight <= 1_000_000)) {
            m.required("weight").problem("a weight is from 0 to 1000000");
            return 1;
        }
        return weight;
    }

    private static Optional<Check> tcp(YamlMap m, Known known) {
        m.only("address", "within");
        return Optional.of(
                new TcpCheck(known.template(m.required("address")), duration(m, "within")));
    }

    private static Optional<Check> command(YamlMap m, Known known) {
        m.only("run", "exit", "contains");
        List<YamlValue> run = m.required("run").list();
        if (run.isEmpty() || !run.getFirst().text().startsWith("/")) {
            m.required("run")
                    .problem("expected [program, argument, …] with the program's full path");
            return Optional.empty();
        }
        YamlValue contains = m.optional("contains").orElse(null);
        return Optional.of(
                new CommandCheck(
                        run.stream().map(known::template).toList(),
                        (int) m.whole("exit", 0, 255, 0),
                        contains == null ? null : known.template(contains)));
    }

    private static Optional<Check> log(YamlMap m, Known known) {
        m.only("file", "without", "since");
        String file = known.template(m.required("file"));
        Pattern without = BoundReader.pattern(m.required("without"));
        return without == null
                ? Optional.empty()
                : Optional.of(
                        new LogCheck(
                                file,
                                without.pattern(),
                                m.duration("since", Duration.ofMinutes(5))));
    }
}
