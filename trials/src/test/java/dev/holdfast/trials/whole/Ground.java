package dev.holdfast.trials.whole;

import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A broker and a database of their own for one house, with a [Passage] from each service to each of
/// both, so that one service can lose one of them in one direction.
final class Ground implements AutoCloseable {
    private static final Service[] SERVICES = Service.values();

    private final LocalKafka kafka;
    private final LocalPostgres postgres;
    private final Map<Service, Passage> toBroker = new EnumMap<>(Service.class);
    private final Map<Service, Passage> toDatabase = new EnumMap<>(Service.class);

    Ground(Path folder) {
        List<Integer> ports = Ports.free(SERVICES.length + 3);
        for (int i = 0; i < SERVICES.length; i++) {
            toBroker.put(SERVICES[i], new Passage(ports.get(i)));
        }
        kafka =
                LocalKafka.start(
                        folder.resolve("kafka"),
                        ports.get(SERVICES.length),
                        listeners(ports, ports.get(SERVICES.length)));
        postgres =
                LocalPostgres.start(folder.resolve("postgres"), ports.getLast(), "holdfast", false);
        for (Service s : SERVICES) {
            toDatabase.put(s, new Passage(postgres.port()));
        }
    }

    /// One listener a service, whose address is that of its passage; and a plain one for the trial.
    private String listeners(List<Integer> ports, int plain) {
        String each =
                IntStream.range(0, SERVICES.length)
                        .mapToObj(i -> "TO_%s://127.0.0.1:%d".formatted(SERVICES[i], ports.get(i)))
                        .collect(Collectors.joining(","));
        String advertised =
                toBroker.entrySet().stream()
                        .map(e -> "TO_%s://127.0.0.1:%d".formatted(e.getKey(), e.getValue().port()))
                        .collect(Collectors.joining(","));
        String map =
                toBroker.keySet().stream()
                        .map("TO_%s:PLAINTEXT"::formatted)
                        .collect(Collectors.joining(","));
        return """

        listeners=PLAINTEXT://127.0.0.1:%1$d,%2$s,CONTROLLER://127.0.0.1:%3$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,%4$s
        controller.quorum.voters=1@127.0.0.1:%3$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,%5$s,CONTROLLER:PLAINTEXT
        """
                .formatted(plain, each, ports.get(SERVICES.length + 1), advertised, map);
    }

    Backends backends() {
        Map<Service, Map<String, String>> own = new EnumMap<>(Service.class);
        for (Service s : SERVICES) {
            own.put(
                    s,
                    Map.of(
                            "HOLDFAST_KAFKA",
                            "127.0.0.1:" + broker(s).port(),
                            "HOLDFAST_POSTGRES_PORT",
                            String.valueOf(database(s).port())));
        }
        Map<String, String> all = new HashMap<>(postgres.environment());
        return new Backends(kafka.bootstrapServers(), all, own);
    }

    Passage broker(Service service) {
        return way(toBroker, service);
    }

    Passage database(Service service) {
        return way(toDatabase, service);
    }

    private static Passage way(Map<Service, Passage> ways, Service service) {
        return java.util.Objects.requireNonNull(ways.get(service), service.shortName());
    }

    void killsBroker() {
        kafka.kill();
    }

    void startsBroker() {
        kafka.restart();
    }

    void killsDatabase() {
        postgres.kill();
    }

    void startsDatabase() {
        postgres.restart();
    }

    long brokerPid() {
        return kafka.pid();
    }

    @Override
    public void close() {
        toBroker.values().forEach(Passage::close);
        toDatabase.values().forEach(Passage::close);
        kafka.close();
        postgres.close();
    }
}
