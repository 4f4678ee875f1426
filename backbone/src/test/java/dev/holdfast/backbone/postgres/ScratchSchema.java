package dev.holdfast.backbone.postgres;

import dev.holdfast.local.LocalPostgres;

import java.time.Duration;

/// A schema of a test's own in the real database.
public final class ScratchSchema {
    private ScratchSchema() {}

    /// Creates it in this version's form.
    ///
    /// @param name how its name begins
    public static DatabaseSettings migrated(String name, int connections) {
        LocalPostgres postgres = LocalPostgres.shared();
        DatabaseSettings settings =
                new DatabaseSettings(
                        postgres.host(),
                        postgres.port(),
                        postgres.database(),
                        postgres.user(),
                        postgres.password(),
                        name + "_" + Long.toHexString(System.nanoTime()),
                        connections,
                        Duration.ofSeconds(10));
        Migrations.run(settings);
        return settings;
    }
}
