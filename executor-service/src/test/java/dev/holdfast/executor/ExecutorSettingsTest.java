package dev.holdfast.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.value.MapPropertyResolver;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

class ExecutorSettingsTest {
    private static ExecutorSettings from(Map<String, Object> properties) {
        return ExecutorSettings.from(new MapPropertyResolver(properties));
    }

    @Test
    void without_settings_packs_decide_and_programs_are_found_on_the_path() {
        ExecutorSettings settings = from(Map.of());

        assertThat(settings.programs()).isEmpty();
        assertThat(settings.postgresPrograms()).isNull();
    }

    @Test
    void every_name_is_read() {
        ExecutorSettings settings =
                from(Map.of("holdfast.programs", "/a, /b", "holdfast.pgprograms", "/usr/bin"));

        assertThat(settings.programs()).containsExactlyInAnyOrder("/a", "/b");
        assertThat(settings.postgresPrograms()).isEqualTo(Path.of("/usr/bin"));
    }

    @Test
    void a_folder_that_is_none_is_said_at_the_start() {
        assertThatThrownBy(() -> from(Map.of("holdfast.pgprograms", "/nowhere")))
                .hasMessageContaining("HOLDFAST_PGPROGRAMS is /nowhere");
    }
}
