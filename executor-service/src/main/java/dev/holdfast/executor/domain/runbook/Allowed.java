package dev.holdfast.executor.domain.runbook;

import java.nio.file.Path;
import java.util.List;

/// What the runbooks of a pack may touch. What is not listed is refused.
///
/// @param programs exact names or paths of programs
/// @param hosts `host:port` of HTTP and database targets
/// @param folders files, links and working folders lie below one of these
public record Allowed(List<String> programs, List<String> hosts, List<String> folders) {
    public static final Allowed NOTHING = new Allowed(List.of(), List.of(), List.of());

    public Allowed {
        programs = List.copyOf(programs);
        hosts = List.copyOf(hosts);
        folders = List.copyOf(folders);
    }

    public boolean program(String program) {
        return programs.contains(program);
    }

    public boolean host(String host, int port) {
        return hosts.contains(host + ":" + port);
    }

    /// By name only; where links lead is looked at by who uses the path.
    public boolean path(String path) {
        Path normal = Path.of(path).normalize();
        return folders.stream().anyMatch(f -> normal.startsWith(Path.of(f).normalize()));
    }
}
