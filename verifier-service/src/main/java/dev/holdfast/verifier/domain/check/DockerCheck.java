package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Passes when the containers of a Compose service, or one container, run and are healthy.
///
/// @param containers exactly so many; null for one at least
/// @param image that they must run, may hold variables; null for any
/// @param healthy a container without a health check fails too
/// @param calm they have run for so long without a restart; null when that does not matter
public record DockerCheck(
        Which which,
        @Nullable Integer containers,
        @Nullable String image,
        boolean healthy,
        @Nullable Duration calm)
        implements Asking {

    /// Containers by name, or by Compose project and service; texts may hold variables.
    ///
    /// @param container exact name; null when project and service say it
    /// @param service null for all of the project
    public record Which(
            @Nullable String container, @Nullable String project, @Nullable String service) {
        Which filled(Given given) {
            return new Which(
                    container == null ? null : given.text(container),
                    project == null ? null : given.text(project),
                    service == null ? null : given.text(service));
        }

        @Override
        public String toString() {
            return container != null
                    ? "container " + container
                    : "containers of project %s%s"
                            .formatted(project, service == null ? "" : ", service " + service);
        }
    }

    public record Inspect(Which which) implements Question {
        @Override
        public String target() {
            return "docker";
        }

        @Override
        public String asks() {
            return "state of " + which;
        }
    }

    /// @param health `healthy`, `unhealthy`, `starting`, or empty without a health check
    public record Container(
            String name,
            String image,
            String state,
            String health,
            int restarts,
            @Nullable Instant started) {}

    public record Containers(List<Container> all, Instant now, Duration took) implements Answer {
        public Containers {
            all = List.copyOf(all);
        }

        @Override
        public String shows() {
            return all.toString();
        }
    }

    @Override
    public Question question(Given given) {
        return new Inspect(which.filled(given));
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Containers found)) {
            return answer.unfit();
        }
        int count = found.all().size();
        int must = containers == null ? Math.max(1, count) : containers;
        if (count != must) {
            return Finding.failed("%d containers are there, must be %d".formatted(count, must))
                    .measuring((double) count);
        }
        List<Finding> parts = new ArrayList<>();
        parts.add(Finding.passed("%d containers".formatted(count)));
        found.all().forEach(c -> parts.add(judge(c, found.now(), given)));
        return Finding.all(parts).measuring((double) count);
    }

    private Finding judge(Container c, Instant now, Given given) {
        String is =
                "%s is %s%s"
                        .formatted(
                                c.name(), c.state(), c.health().isEmpty() ? "" : ", " + c.health());
        boolean well = c.health().equals("healthy") || (c.health().isEmpty() && !healthy);
        if (!c.state().equals("running") || !well) {
            return Finding.failed(is);
        }
        if (image != null && !c.image().equals(given.text(image))) {
            return Finding.failed(
                    "%s runs %s, must run %s".formatted(c.name(), c.image(), given.text(image)));
        }
        if (calm != null && (c.started() == null || c.started().isAfter(now.minus(calm)))) {
            return Finding.failed(
                    "%s was started at %s (%d restarts), must run for %s"
                            .formatted(c.name(), c.started(), c.restarts(), calm));
        }
        return Finding.passed(is);
    }
}
