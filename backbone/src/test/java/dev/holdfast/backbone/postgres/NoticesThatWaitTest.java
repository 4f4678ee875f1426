package dev.holdfast.backbone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.local.LocalPostgres;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Notices that an earlier version wrote, after the upgrade.
class NoticesThatWaitTest {
    @Test
    void drafts_and_failed_notices_of_before_are_found_among_the_undone() throws Exception {
        LocalPostgres postgres = LocalPostgres.shared();
        String schema = "undone_" + Long.toHexString(System.nanoTime());
        DatabaseSettings settings =
                new DatabaseSettings(
                        postgres.host(),
                        postgres.port(),
                        postgres.database(),
                        postgres.user(),
                        postgres.password(),
                        schema,
                        2,
                        Duration.ofSeconds(10));
        Flyway.configure()
                .dataSource(settings.jdbc(), settings.user(), settings.password())
                .schemas(schema)
                .defaultSchema(schema)
                .createSchemas(true)
                .locations("classpath:db/holdfast")
                .target("6")
                .load()
                .migrate();
        try (Connection connection = postgres.connect();
                Statement sql = connection.createStatement()) {
            for (String standing : List.of("DRAFT", "FAILED", "SENT")) {
                sql.execute(
                        """
                        insert into %s.document (key, shelf, id, value, changed)
                          values ('shop/production', 'notice', '%s', '{"standing": "%s"}', now())
                        """
                                .formatted(schema, standing, standing));
            }

            Migrations.run(settings);

            List<String> undone = new ArrayList<>();
            try (ResultSet rows =
                    sql.executeQuery(
                            "select id from %s.document where shelf = 'undone'"
                                    .formatted(schema))) {
                while (rows.next()) {
                    undone.add(rows.getString(1));
                }
            }
            assertThat(undone).containsExactlyInAnyOrder("DRAFT", "FAILED");
        }
    }
}
