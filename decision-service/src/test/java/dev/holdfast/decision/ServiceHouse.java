package dev.holdfast.decision;

import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One decision-service in this JVM, over the real broker and the real database. Who has which role
/// is in its tokens: `t-NAME` is NAME's.
final class ServiceHouse implements AutoCloseable {
    /// Names and the roles of their tokens; a pack may give more by name.
    static final Map<String, String> PEOPLE =
            Map.of(
                    "ada", "admin",
                    "olga", "",
                    "carol", "",
                    "mallory", "",
                    "rita", "responder",
                    "tess", "on-call@shop/production",
                    "vera", "viewer@shop/production",
                    "remote", "responder@bank",
                    "elsewhere", "admin@bank");

    private final Path folder;
    private final String database;
    private @Nullable ApplicationContext context;

    /// @param database is made; it must not be there yet
    ServiceHouse(Path folder, String database) throws IOException {
        this.folder = folder;
        this.database = database;
        LocalPostgres.shared().createDatabase(database);
        List<String> lines =
                PEOPLE.entrySet().stream()
                        .map(e ->
                                "%s %s %s"
                                        .formatted(
                                                Tokens.hash("t-" + e.getKey()),
                                                e.getKey(),
                                                e.getValue()))
                        .collect(Collectors.toList());
        Files.write(folder.resolve("tokens"), lines);
    }

    void start() {
        LocalPostgres p = LocalPostgres.shared();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.port", -1);
        settings.put("holdfast.kafka", LocalKafka.shared().bootstrapServers());
        settings.put("holdfast.postgres.host", p.host());
        settings.put("holdfast.postgres.port", p.port());
        settings.put("holdfast.postgres.database", database);
        settings.put("holdfast.postgres.user", p.user());
        settings.put("holdfast.postgres.password", p.password());
        settings.put("holdfast.tokens", folder.resolve("tokens").toString());
        settings.put("holdfast.data", folder.resolve("data").toString());
        context = Service.start(DecisionApplication.class, DecisionApplication.NAME, 0, settings);
        await().atMost(Wire.PATIENCE).until(() -> asks().get("/health/readiness").status() == 200);
    }

    ApplicationContext context() {
        ApplicationContext open = context;
        if (open == null) {
            throw new IllegalStateException("It is not started");
        }
        return open;
    }

    Asked asks() {
        return new Asked(context().getBean(EmbeddedServer.class).getURI().toString());
    }

    @Override
    public void close() {
        context().close();
    }
}
