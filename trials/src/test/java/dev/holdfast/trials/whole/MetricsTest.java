package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the alert rules and dashboards ask for is there: a misspelt name raises nothing and shows
/// nothing, for ever.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class MetricsTest {
    private static final Path GRAFANA = Path.of("..", "deploy", "grafana");
    private static final Pattern ASKED = Pattern.compile("\\bholdfast_[a-z_]+");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");

    /// A header of dead letters, named in a text.
    private static final Set<String> NO_METRIC = Set.of("holdfast_cause");

    private final WholeHouse house = WholeHouse.shared();

    @Test
    void every_metric_that_rules_and_dashboards_name_is_exposed() throws IOException {
        Set<String> exposed = new TreeSet<>();
        for (Service s : Service.values()) {
            TYPE.matcher(house.get(s, "/prometheus", WholeHouse.ROOT).body())
                    .results()
                    .flatMap(MetricsTest::series)
                    .forEach(exposed::add);
        }
        Set<String> asked = new TreeSet<>();
        for (Path file : files()) {
            ASKED.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .forEach(asked::add);
        }
        asked.removeAll(NO_METRIC);
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(exposed).containsAll(asked);
    }

    private static Stream<String> series(MatchResult type) {
        String name = type.group(1);
        return type.group(2).equals("histogram")
                ? Stream.of("_bucket", "_sum", "_count").map(name::concat)
                : Stream.of(name);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(GRAFANA)) {
            return all.filter(f -> f.toString().matches(".*rules\\.yml|.*dashboards/.*\\.json"))
                    .toList();
        }
    }
}
