package dev.holdfast.verifier.domain.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Passes when the environment that running processes really have is the wanted one. Values of
/// names that sound secret are compared, and never shown.
///
/// @param wanted by name of the variable
public record EnvironmentCheck(Source source, Map<String, Expectation> wanted) implements Asking {
    public EnvironmentCheck {
        wanted = Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    }

    /// Whose environment; texts may hold variables.
    public sealed interface Source {}

    /// The process whose number stands in a file of a folder that the service itself lists.
    public record PidFile(String path) implements Source {}

    public record Containers(DockerCheck.Which which) implements Source {}

    /// What the pods were given in plain text; what came by reference cannot be seen from outside.
    public record Pods(KubernetesCheck.Workload workload) implements Source {}

    /// @param source with its variables filled
    public record Environ(Source source, Set<String> names) implements Question {
        public Environ {
            names = Set.copyOf(names);
        }

        @Override
        public String target() {
            return switch (source) {
                case PidFile(String path) -> "process of " + path;
                case Containers _ -> "docker";
                case Pods(KubernetesCheck.Workload w) -> w.target();
            };
        }

        @Override
        public String asks() {
            return "environment of %s: %s".formatted(source, new TreeSet<>(names));
        }
    }

    /// @param values of the names that were asked for
    /// @param hidden names that are set to something that cannot be seen
    public record Running(String name, Map<String, String> values, Set<String> hidden) {
        public Running {
            values = Map.copyOf(values);
            hidden = Set.copyOf(hidden);
        }
    }

    public record Environs(List<Running> processes, Duration took) implements Answer {
        public Environs {
            processes = List.copyOf(processes);
        }

        @Override
        public String shows() {
            StringBuilder b = new StringBuilder();
            for (Running p : processes) {
                b.append(p.name()).append(":\n");
                for (String name : new TreeSet<>(p.values().keySet())) {
                    b.append("  ").append(name).append('=');
                    b.append(Masking.sounds(name) ? Masking.MASK : p.values().get(name));
                    b.append('\n');
                }
                p.hidden().forEach(name -> b.append("  ").append(name).append(" by reference\n"));
            }
            return b.toString();
        }
    }

    @Override
    public Question question(Given given) {
        Source filled =
                switch (source) {
                    case PidFile(String path) -> new PidFile(given.text(path));
                    case Containers(DockerCheck.Which which) -> new Containers(which.filled(given));
                    case Pods(KubernetesCheck.Workload w) -> new Pods(w.filled(given));
                };
        return new Environ(filled, wanted.keySet());
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Environs environs)) {
            return answer.unfit();
        }
        if (environs.processes().isEmpty()) {
            return Finding.inconclusive("no such process runs");
        }
        List<Finding> parts = new ArrayList<>();
        for (Running p : environs.processes()) {
            wanted.forEach((name, e) -> parts.add(judge(p, name, e, given)));
        }
        return Finding.all(parts);
    }

    private static Finding judge(Running p, String name, Expectation e, Given given) {
        String what = "%s of %s".formatted(name, p.name());
        if (p.hidden().contains(name)) {
            return Finding.inconclusive(what + " is given by reference and cannot be seen");
        }
        String value = p.values().get(name);
        if (value == null && !(e instanceof Expectation.Exists)) {
            return Finding.failed(what + " is not set");
        }
        Finding finding = e.judge(what, value, given);
        return Masking.sounds(name)
                ? new Finding(
                        finding.verdict(),
                        what
                                + (finding.verdict() == dev.holdfast.backbone.events.Verdict.PASSED
                                        ? " is as wanted"
                                        : " is not as wanted"),
                        null)
                : finding;
    }
}
