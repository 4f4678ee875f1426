package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.EnvironmentCheck;
import dev.holdfast.verifier.domain.check.Expectation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `environment:` checks.
final class EnvironmentReader {
    private EnvironmentReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("pid-file", "docker", "kubernetes", "variables");
        Map<String, Expectation> wanted = new LinkedHashMap<>();
        YamlMap variables = m.map("variables");
        variables
                .entries()
                .forEach((name, v) -> {
                    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                        variables.key(name).problem("this is no name of a variable");
                    }
                    BoundReader.expectation(v, known).ifPresent(e -> wanted.put(name, e));
                });
        if (wanted.isEmpty()) {
            m.self().problem("'variables' must name one at least");
        }
        return source(m, known).map(s -> new EnvironmentCheck(s, wanted));
    }

    private static Optional<EnvironmentCheck.Source> source(YamlMap m, Known known) {
        List<String> there =
                List.of("pid-file", "docker", "kubernetes").stream().filter(m::has).toList();
        if (there.size() != 1) {
            m.self().problem("exactly one of pid-file, docker, kubernetes; here are " + there);
            return Optional.empty();
        }
        return switch (there.getFirst()) {
            case "pid-file" ->
                    Optional.of(
                            new EnvironmentCheck.PidFile(known.template(m.required("pid-file"))));
            case "docker" ->
                    DockerReader.which(
                                    m.map("docker").only("container", "project", "service"), known)
                            .map(EnvironmentCheck.Containers::new);
            default ->
                    KubernetesReader.workload(
                                    m.map("kubernetes").only("cluster", "namespace", "workload"),
                                    known)
                            .map(EnvironmentCheck.Pods::new);
        };
    }
}
