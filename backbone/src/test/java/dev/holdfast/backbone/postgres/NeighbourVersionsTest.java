package dev.holdfast.backbone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.local.LocalPostgres;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;

/// A version and the one before it stand beside each other while Holdfast is upgraded or put back.
class NeighbourVersionsTest {
    @Test
    void a_version_starts_on_the_tables_of_the_next_one() throws Exception {
        LocalPostgres postgres = LocalPostgres.shared();
        DatabaseSettings settings = ScratchSchema.migrated("neighbours", 2);
        String schema = settings.schema();
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement()) {
            // As the next version would leave it: a column more, and its migration in the book.
            sql.execute("alter table %s.inbox add column of_the_next text".formatted(schema));
            sql.execute(
                    """
                    insert into %s.flyway_schema_history
                      (installed_rank, version, description, type, script, installed_by, execution_time, success)
                      values (999, '999', 'of the next', 'SQL', 'V999__of_the_next.sql', 'next', 1, true)
                    """
                            .formatted(schema));

            Migrations.run(settings);

            try (ResultSet rows =
                    sql.executeQuery(
                            "select count(*) from %s.flyway_schema_history".formatted(schema))) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isGreaterThan(1);
            }
        }
    }

    @Test
    void a_field_that_only_the_next_version_knows_is_passed_over() {
        SignalAccepted event =
                new SignalAccepted(
                        "1",
                        "deployment.finished",
                        Map.of(),
                        Instant.parse("2026-11-20T12:00:00Z"));
        String told = Json.text(event).replaceFirst("\\{", "{\"ofTheNext\":{\"deep\":[1,2]},");
        assertThat(told).contains("ofTheNext");
        assertThat(Json.read(told, SignalAccepted.class)).isEqualTo(event);
    }
}
