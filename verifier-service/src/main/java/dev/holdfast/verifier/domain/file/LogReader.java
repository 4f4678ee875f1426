package dev.holdfast.verifier.domain.file;

import com.google.re2j.Pattern;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.LogCheck;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `log:` checks.
final class LogReader {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private LogReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("file", "kubernetes", "docker", "loki", "without", "since");
        Pattern without = BoundReader.pattern(m.required("without"));
        Duration since = m.duration("since", FIVE_MINUTES);
        Optional<LogCheck.Source> source = source(m, known);
        return without == null
                ? Optional.empty()
                : source.map(s -> new LogCheck(s, without.pattern(), since));
    }

    private static Optional<LogCheck.Source> source(YamlMap m, Known known) {
        List<String> there =
                List.of("file", "kubernetes", "docker", "loki").stream().filter(m::has).toList();
        if (there.size() != 1) {
            m.self()
                    .problem(
                            "a log is exactly one of file, kubernetes, docker, loki; here are "
                                    + there);
            return Optional.empty();
        }
        return switch (there.getFirst()) {
            case "file" -> Optional.of(new LogCheck.File(known.template(m.required("file"))));
            case "docker" ->
                    DockerReader.which(
                                    m.map("docker").only("container", "project", "service"), known)
                            .map(LogCheck.Containers::new);
            case "kubernetes" -> {
                YamlMap k =
                        m.map("kubernetes").only("cluster", "namespace", "workload", "container");
                String container = k.textOrNull("container");
                yield KubernetesReader.workload(k, known).map(w -> new LogCheck.Pods(w, container));
            }
            default -> {
                YamlMap loki = m.map("loki").only("url", "selector", "token");
                yield Optional.of(
                        new LogCheck.Loki(
                                known.template(loki.required("url")),
                                known.template(loki.required("selector")),
                                known.secretOrNull(loki, "token")));
            }
        };
    }
}
