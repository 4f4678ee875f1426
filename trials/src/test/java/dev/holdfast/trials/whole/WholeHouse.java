package dev.holdfast.trials.whole;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Broker, database and the five services, ready. Their logs lie in `target/whole`.
final class WholeHouse implements AutoCloseable {
    /// May do everything.
    static final String ROOT = "token-of-root";

    /// Has the role `lead` by the packs of these tests.
    static final String ADA = "token-of-ada";

    /// Has the role `on-call`.
    static final String BEN = "token-of-ben";

    private static final String JSON = "application/json";

    private final Path folder;
    private final Backends backends;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<Service, Integer> ports = new ConcurrentHashMap<>();
    private final Map<Service, ServiceProcess> running = new ConcurrentHashMap<>();
    private final Set<ServiceProcess> others = ConcurrentHashMap.newKeySet();
    private final Wire wire;

    private WholeHouse(Backends backends, Path folder) {
        this.folder = folder;
        this.backends = backends;
        prepare();
        for (Service s : Service.values()) {
            launch(s);
        }
        for (Service s : Service.values()) {
            awaitReady(s);
        }
        wire = Wire.listening(backends.kafka());
    }

    /// One house for all tests of this JVM; it ends with it.
    static WholeHouse shared() {
        return Shared.HOUSE;
    }

    private static final class Shared {
        static final WholeHouse HOUSE = started();

        private static WholeHouse started() {
            WholeHouse house = over(Backends.local(), "house");
            Runtime.getRuntime().addShutdownHook(new Thread(house::killAll));
            return house;
        }
    }

    static WholeHouse over(Backends backends, String name) {
        try {
            return new WholeHouse(
                    backends,
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target", "whole")).toRealPath(),
                            name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() {
        Iterator<Integer> free = Ports.free(Service.values().length).iterator();
        for (Service s : Service.values()) {
            int port = free.next();
            ports.put(s, port);
            environment.put("HOLDFAST_%s_URL".formatted(s.name()), "http://127.0.0.1:" + port);
        }
        Path tokens = folder.resolve("tokens.sha256");
        String lines =
                Map.of(ROOT, "root admin", ADA, "ada", BEN, "ben").entrySet().stream()
                        .map(e -> Tokens.hash(e.getKey()) + " " + e.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            Files.writeString(tokens, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("HOLDFAST_TOKENS", tokens.toString());
        environment.put("HOLDFAST_LEASE", "1s");
    }

    /// Starts it and does not wait for it.
    void launch(Service s) {
        running.put(s, launch(s, String.valueOf(ports.get(s)), "1"));
    }

    /// A second instance beside the first, which whoever asked for it ends.
    ServiceProcess launchesAnother(Service s) {
        ServiceProcess another = launch(s, String.valueOf(Ports.free()), "2");
        others.add(another);
        return another;
    }

    private ServiceProcess launch(Service s, String port, String instance) {
        Map<String, String> told = backends.environment(s);
        told.putAll(environment);
        told.put("HOLDFAST_PORT", port);
        told.put("HOLDFAST_INSTANCE", instance);
        String data = instance.equals("1") ? s.shortName() : s.shortName() + "-" + instance;
        told.put("HOLDFAST_DATA", folder.resolve(data).toString());
        return ServiceProcess.launch(s, folder, told);
    }

    void awaitReady(Service s) {
        process(s).awaits(() -> ready(s));
    }

    /// kill -9.
    void kills(Service s) {
        process(s).kill();
    }

    /// Starts what was killed, and waits until it is ready.
    void starts(Service s) {
        launch(s);
        awaitReady(s);
    }

    ServiceProcess process(Service s) {
        ServiceProcess p = running.get(s);
        if (p == null) {
            throw new IllegalStateException(s + " was never started");
        }
        return p;
    }

    boolean ready(Service s) {
        return get(s, "/health/readiness").status() == 200;
    }

    /// Somebody is there, ready or not.
    boolean answers(Service s) {
        return get(s, "/health/liveness").status() != 0;
    }

    boolean alive(Service s) {
        return get(s, "/health/liveness").status() == 200;
    }

    Wire wire() {
        return wire;
    }

    Reply get(Service s, String path) {
        return get(s, path, "");
    }

    Reply get(Service s, String path, String token) {
        return Reply.get(url(s, path), token);
    }

    Reply post(Service s, String path, String token, Object body) {
        return send("POST", s, path, token, body);
    }

    Reply send(String method, Service s, String path, String token, Object body) {
        byte[] json = Json.text(body).getBytes(StandardCharsets.UTF_8);
        return Reply.send(method, url(s, path), token, JSON, json);
    }

    /// Holds the file of tokens, as the folder of a local house does.
    Path folder() {
        return folder;
    }

    URI url(Service s, String path) {
        return URI.create(String.format(Locale.ROOT, "http://127.0.0.1:%d%s", ports.get(s), path));
    }

    private void killAll() {
        running.values().forEach(ServiceProcess::kill);
        others.forEach(ServiceProcess::kill);
    }

    @Override
    public void close() {
        wire.close();
        killAll();
    }
}
