package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.CheckSpec;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Reads one check of `checks.yml`: its kind, and what every check may have.
final class CheckReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LONGEST_SLOW = Duration.ofMinutes(10);

    /// Kinds that unpack or walk, and so may take longer.
    private static final Set<String> SLOW = Set.of("backup", "restored", "journey");

    private static final Map<String, BiFunction<YamlMap, Known, Optional<Check>>> KINDS = kinds();

    private CheckReader() {}

    private static Map<String, BiFunction<YamlMap, Known, Optional<Check>>> kinds() {
        Map<String, BiFunction<YamlMap, Known, Optional<Check>>> kinds = new LinkedHashMap<>();
        kinds.put("http", HttpReader::http);
        kinds.put("version", HttpReader::version);
        kinds.put("sql", SqlReader::check);
        kinds.put("metrics", MetricsReader::check);
        kinds.put("tcp", NetReader::tcp);
        kinds.put("command", LocalReader::command);
        kinds.put("log", LogReader::check);
        kinds.put("journey", JourneyReader::check);
        kinds.put("invariants", IntegrityReader::invariants);
        kinds.put("orphans", IntegrityReader::orphans);
        kinds.put("foreign-keys", IntegrityReader::foreignKeys);
        kinds.put("counts", IntegrityReader::counts);
        kinds.put("schema-version", IntegrityReader::schemaVersion);
        kinds.put("write-probe", IntegrityReader::writeProbe);
        kinds.put("restored", LocalReader::restored);
        kinds.put("business", BusinessReader::check);
        kinds.put("alert", AlertReader::check);
        kinds.put("tls", NetReader::tls);
        kinds.put("dns", NetReader::dns);
        kinds.put("redis", NetReader::redis);
        kinds.put("kafka-lag", BrokerReader::lag);
        kinds.put("mail", MailReader::check);
        kinds.put("backup", LocalReader::backup);
        kinds.put("kubernetes", KubernetesReader::check);
        kinds.put("docker", DockerReader::check);
        kinds.put("environment", EnvironmentReader::check);
        kinds.put("attested", ToldReader::attested);
        kinds.put("callback", ToldReader::callback);
        return kinds;
    }

    static Set<String> kindsByWord() {
        return KINDS.keySet();
    }

    /// A step of a journey: one check without limits of its own.
    static Optional<Check> kind(String kind, YamlMap m, Known known) {
        return java.util.Objects.requireNonNull(KINDS.get(kind)).apply(m, known);
    }

    static Optional<CheckSpec> read(String name, YamlMap m, Known known) {
        List<String> keys = new ArrayList<>(KINDS.keySet());
        keys.addAll(
                List.of("at", "timeout", "hold", "every", "fail-after", "weight", "description"));
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
        Optional<Check> check = kind(kind, m.map(kind), known);
        return check.map(c ->
                new CheckSpec(
                        name,
                        c,
                        timeout(m, SLOW.contains(kind) ? LONGEST_SLOW : LONGEST_TIMEOUT),
                        duration(m, "hold"),
                        duration(m, "every"),
                        duration(m, "fail-after"),
                        PlaceReader.at(m, kind, c, known),
                        weight(m)));
    }

    private static Duration timeout(YamlMap m, Duration most) {
        Duration otherwise = most.equals(LONGEST_SLOW) ? LONGEST_TIMEOUT : TIMEOUT;
        Duration d = m.duration("timeout", otherwise);
        if (d.isZero() || d.compareTo(most) > 0) {
            m.required("timeout")
                    .problem(
                            "a time-out is more than 0s and at most %s here"
                                    .formatted(Durations.show(most)));
            return otherwise;
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
}
