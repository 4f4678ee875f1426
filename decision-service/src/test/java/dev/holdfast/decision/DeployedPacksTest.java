package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.domain.policy.PolicyFile;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every pack that is shipped is one that this service can work with.
final class DeployedPacksTest {
    @TestFactory
    Stream<DynamicTest> every_shipped_pack_is_readable() throws IOException {
        Path packs = Path.of("..", "deploy", "packs");
        try (Stream<Path> all = Files.list(packs)) {
            List<Path> found = all.filter(p -> Files.exists(p.resolve("decisions.yml"))).toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(6);
            return found.stream()
                    .map(p -> DynamicTest.dynamicTest(p.getFileName().toString(), () -> read(p)));
        }
    }

    private static void read(Path folder) throws IOException {
        Problems problems = new Problems();
        var policy =
                PolicyFile.read(PackFiles.read(folder.getFileName().toString(), folder), problems);
        assertThat(problems.lines()).isEmpty();
        assertThat(policy).isPresent();
    }
}
