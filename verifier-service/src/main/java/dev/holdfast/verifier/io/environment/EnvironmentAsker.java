package dev.holdfast.verifier.io.environment;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.DockerCheck;
import dev.holdfast.verifier.domain.check.EnvironmentCheck;
import dev.holdfast.verifier.domain.check.EnvironmentCheck.Running;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.io.docker.Engine;
import dev.holdfast.verifier.io.file.Folders;
import dev.holdfast.verifier.io.kubernetes.Api;
import dev.holdfast.verifier.io.kubernetes.Workloads;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the environment of processes where they run; only the names that were asked for leave here.
public record EnvironmentAsker(Folders folders, Engine docker, Api kubernetes)
        implements Asker<EnvironmentCheck.Environ> {
    private static final int LONGEST = 4_000;

    @Override
    public Answer ask(EnvironmentCheck.Environ q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        List<Running> processes =
                switch (q.source()) {
                    case EnvironmentCheck.PidFile(String path) -> List.of(running(path, q.names()));
                    case EnvironmentCheck.Containers(DockerCheck.Which which) ->
                            containers(which, q.names(), terms);
                    case EnvironmentCheck.Pods(KubernetesCheck.Workload w) ->
                            pods(w, q.names(), terms);
                };
        return new EnvironmentCheck.Environs(
                processes, Duration.ofNanos(System.nanoTime() - began));
    }

    private Running running(String pidFile, Set<String> names) throws Unusable {
        Path file = folders.file(pidFile);
        String pid;
        try {
            pid = Files.size(file) > 100 ? "" : Files.readString(file).strip();
        } catch (IOException e) {
            throw new Unusable(Why.GONE, "%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        if (!pid.matches("[1-9]\\d{0,9}")) {
            throw new Unusable(Why.BROKEN, "%s holds no number of a process".formatted(file));
        }
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc", pid, "environ"));
            List<String> lines = List.of(new String(all, StandardCharsets.UTF_8).split("\0"));
            return new Running("process " + pid, wanted(lines, names), Set.of());
        } catch (IOException _) {
            throw new Unusable(
                    Why.GONE,
                    "process %s of %s does not run, or may not be looked at".formatted(pid, file));
        }
    }

    private static Map<String, String> wanted(List<String> lines, Set<String> names) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int at = line.indexOf('=');
            if (at > 0 && names.contains(line.substring(0, at)) && line.length() <= LONGEST) {
                values.put(line.substring(0, at), line.substring(at + 1));
            }
        }
        return values;
    }

    private List<Running> containers(DockerCheck.Which which, Set<String> names, Terms terms)
            throws Unusable {
        List<Running> processes = new ArrayList<>();
        for (JsonNode c : docker.inspect(which, terms)) {
            if (c.path("State").path("Running").asBoolean()) {
                List<String> lines = new ArrayList<>();
                c.path("Config").path("Env").forEach(e -> lines.add(e.asText()));
                String name = c.path("Name").asText().replaceFirst("^/", "");
                processes.add(new Running("container " + name, wanted(lines, names), Set.of()));
            }
        }
        return processes;
    }

    private List<Running> pods(KubernetesCheck.Workload w, Set<String> names, Terms terms)
            throws Unusable {
        List<Running> processes = new ArrayList<>();
        for (JsonNode pod : Workloads.pods(kubernetes.open(w.cluster(), terms), w)) {
            for (JsonNode container : pod.path("spec").path("containers")) {
                Map<String, String> values = new HashMap<>();
                Set<String> hidden = new HashSet<>();
                boolean more = !container.path("envFrom").isEmpty();
                for (JsonNode e : container.path("env")) {
                    String name = e.path("name").asText();
                    if (names.contains(name) && e.has("valueFrom")) {
                        hidden.add(name);
                    } else if (names.contains(name)) {
                        values.put(name, e.path("value").asText(""));
                    }
                }
                names.stream().filter(n -> more && !values.containsKey(n)).forEach(hidden::add);
                processes.add(
                        new Running(
                                "%s of pod %s"
                                        .formatted(
                                                container.path("name").asText(),
                                                Workloads.name(pod)),
                                values,
                                hidden));
            }
        }
        return processes;
    }
}
