package dev.holdfast.trials.whole;

import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A broker and a database, as the services are told about them.
///
/// @param kafka bootstrap servers
/// @param environment HOLDFAST_KAFKA and HOLDFAST_POSTGRES_HOST, _PORT, _DATABASE, _USER, _PASSWORD
record Backends(String kafka, Map<String, String> environment) {
    private static final String DATABASE = "whole";

    Backends {
        environment = Map.copyOf(environment);
    }

    /// Those that deploy/local starts from Maven artifacts, one of each for all tests of this JVM.
    static Backends local() {
        CompletableFuture<LocalKafka> broker = CompletableFuture.supplyAsync(LocalKafka::shared);
        LocalPostgres postgres = LocalPostgres.shared();
        postgres.createDatabase(DATABASE);
        LocalKafka kafka = broker.join();
        Map<String, String> all = new HashMap<>(kafka.environment());
        all.putAll(postgres.environment());
        all.put("HOLDFAST_POSTGRES_DATABASE", DATABASE);
        return new Backends(kafka.bootstrapServers(), all);
    }
}
