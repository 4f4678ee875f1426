package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.value.MapPropertyResolver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

class SettingListTest {
    @TempDir private Path folder;

    /// Keeps the name of everything that it is asked.
    private static final class Asked extends MapPropertyResolver {
        private final Set<String> names = new TreeSet<>();

        Asked(Map<String, Object> properties) {
            super(properties);
        }

        @Override
        public <T> Optional<T> getProperty(
                String name, ArgumentConversionContext<T> conversionContext) {
            names.add(name.replaceFirst("^holdfast\\.", ""));
            return super.getProperty(name, conversionContext);
        }
    }

    @Test
    void what_every_service_reads_is_in_the_list_and_what_is_in_the_list_is_read() {
        Asked asked =
                new Asked(
                        Map.of(
                                "holdfast.oidc.issuer", "https://id.example",
                                "holdfast.oidc.audience", "holdfast",
                                "holdfast.oidc.keys", "https://id.example/keys"));
        assertThat(HouseSettings.from(asked).trust()).isNotNull();

        Set<String> listed = new TreeSet<>();
        SettingList.all().stream()
                .filter(s -> s.who().startsWith("all"))
                .map(Setting::name)
                .forEach(listed::add);
        // Read by others than the record: Micronaut, logback and the Kafka clients.
        listed.removeAll(Set.of("port", "log", "log.level", "log.kafka", "kafka.client"));
        asked.names.remove("service");
        assertThat(asked.names).containsExactlyElementsOf(listed);
    }

    @Test
    void a_variable_that_nobody_reads_is_told_with_the_one_that_was_probably_meant() {
        assertThat(
                        SettingList.unknown(
                                List.of("PATH", "HOLDFAST_KAFKA", "HOLDFAST_POSTGRESS_HOST")))
                .containsExactly(
                        "HOLDFAST_POSTGRESS_HOST is no setting of Holdfast, so nothing reads it, did you mean HOLDFAST_POSTGRES_HOST?");
        assertThat(SettingList.unknown(List.of("HOLDFAST_ZZZZZZZZZZZZZZZ")))
                .singleElement()
                .asString()
                .endsWith("nothing reads it");
    }

    @Test
    void the_services_own_problems_are_told_together_with_the_houses() {
        assertThatThrownBy(() ->
                        HouseSettings.from(
                                new MapPropertyResolver(
                                        Map.of(
                                                "holdfast.service", "executor-service",
                                                "holdfast.lease", "soon",
                                                "holdfast.postgres.port", "0")),
                                List.of(_ -> List.of("HOLDFAST_PGPROGRAMS is nowhere"))))
                .hasMessageContaining("executor-service cannot start")
                .hasMessageContaining("HOLDFAST_LEASE is 'soon'")
                .hasMessageContaining("HOLDFAST_POSTGRES_PORT is '0'")
                .hasMessageContaining("HOLDFAST_PGPROGRAMS is nowhere");
    }

    @Test
    void a_password_may_lie_in_a_file_and_is_its_first_line() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "s3cret\nand a note\n");
        assertThat(password(Map.of("holdfast.postgres.password.file", file.toString())))
                .isEqualTo("s3cret");
        assertThatThrownBy(() ->
                        password(
                                Map.of(
                                        "holdfast.postgres.password.file",
                                        file.toString(),
                                        "holdfast.postgres.password",
                                        "other")))
                .hasMessageContaining("both there");
        assertThatThrownBy(
                        () -> password(Map.of("holdfast.postgres.password.file", file + ".gone")))
                .hasMessageContaining("HOLDFAST_POSTGRES_PASSWORD_FILE")
                .hasMessageContaining("cannot be read");
    }

    private static String password(Map<String, Object> properties) {
        return HouseSettings.from(new MapPropertyResolver(properties)).database().password();
    }
}
