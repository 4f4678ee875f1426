package dev.holdfast.trials.whole;

import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Service;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// A broker and a database, as the services are told about them.
///
/// @param kafka bootstrap servers
/// @param environment HOLDFAST_KAFKA and HOLDFAST_POSTGRES_HOST, _PORT, _DATABASE, _USER, _PASSWORD
/// @param own what a service is told that others are not
record Backends(
        String kafka, Map<String, String> environment, Map<Service, Map<String, String>> own) {
    private static final String DATABASE = "whole";

    Backends {
        environment = Map.copyOf(environment);
        own = Map.copyOf(own);
    }

    Backends(String kafka, Map<String, String> environment) {
        this(kafka, environment, Map.of());
    }

    /// What one service is told.
    Map<String, String> environment(Service service) {
        Map<String, String> told = new HashMap<>(environment);
        told.putAll(own.getOrDefault(service, Map.of()));
        return told;
    }

    /// The database of all tests with a broker that asks who is there.
    static Backends guarded(GuardedBroker broker) {
        String database = "guarded";
        LocalPostgres postgres = LocalPostgres.shared();
        postgres.createDatabase(database);
        Map<String, String> all = new HashMap<>(postgres.environment());
        all.put("HOLDFAST_KAFKA", broker.guarded());
        all.put("HOLDFAST_POSTGRES_DATABASE", database);
        Map<Service, Map<String, String>> access =
                Arrays.stream(Service.values())
                        .collect(
                                Collectors.toMap(
                                        s -> s,
                                        s ->
                                                Map.of(
                                                        "HOLDFAST_KAFKA_CLIENT",
                                                        broker.access(s.module()).toString())));
        return new Backends(broker.open(), all, access);
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
