package dev.holdfast.backbone.postgres;

import org.flywaydb.core.Flyway;

/// Brings the service's schema to this version; safe when several instances start at once.
public final class Migrations {
    private Migrations() {}

    /// Waits up to a minute for a database that is still starting.
    public static void run(DatabaseSettings s) {
        Flyway.configure()
                .dataSource(s.jdbc(), s.user(), s.password())
                .schemas(s.schema())
                .defaultSchema(s.schema())
                .createSchemas(true)
                .locations("classpath:db/holdfast", "classpath:db/" + s.schema())
                .failOnMissingLocations(false)
                .connectRetries(60)
                .connectRetriesInterval(1)
                .load()
                .migrate();
    }
}
