package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.DockerCheck;

import java.time.Duration;
import java.util.Optional;

/// Reads `docker:` checks.
final class DockerReader {
    private DockerReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("container", "project", "service", "containers", "image", "healthy", "running-for");
        Integer containers = m.has("containers") ? (int) m.whole("containers", 0, 10_000, 1) : null;
        String image = known.templateOrNull(m, "image");
        boolean healthy = m.flag("healthy", false);
        Duration calm = CheckReader.duration(m, "running-for");
        return which(m, known).map(w -> new DockerCheck(w, containers, image, healthy, calm));
    }

    static Optional<DockerCheck.Which> which(YamlMap m, Known known) {
        if (m.has("container") == m.has("project")) {
            m.self().problem("either 'container', or 'project' with or without 'service'");
            return Optional.empty();
        }
        return Optional.of(
                new DockerCheck.Which(
                        known.templateOrNull(m, "container"),
                        known.templateOrNull(m, "project"),
                        known.templateOrNull(m, "service")));
    }
}
