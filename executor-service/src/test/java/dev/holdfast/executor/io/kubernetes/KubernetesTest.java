package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Every action in a cluster on a real API server, with the rights of the shipped Role and, as the end
/// shows, all of them.
class KubernetesTest {
    private static @Nullable Lab lab;

    @TempDir private static Path folder;

    static Lab lab() {
        return Objects.requireNonNull(lab);
    }

    @BeforeAll
    static void aNamespace() throws Exception {
        lab = Lab.open(folder.toRealPath());
    }

    @AfterAll
    static void everyRightOfTheRolesIsUsed() throws Exception {
        if (lab == null) {
            return;
        }
        try (Lab used = lab) {
            Set<String> granted = new TreeSet<>();
            granted.addAll(Right.of(used.role("executor-role.yaml").getFirst()));
            granted.addAll(Right.of(used.role("executor-gitops-role.yaml").getFirst()));
            Set<String> done = new TreeSet<>(used.used());
            done.remove("discovery");
            assertThat(done).containsExactlyElementsOf(granted);
        }
    }

    @Nested
    class Rollouts extends RolloutStories {}

    @Nested
    class Fields extends FieldStories {}

    @Nested
    class Contents extends ContentStories {}

    @Nested
    class Jobs extends JobStories {}

    @Nested
    class Engine extends EngineStories {}

    @Nested
    class Losses extends LossStories {}
}
