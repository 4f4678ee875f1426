package dev.holdfast.shop.compose;

import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// azora's server: the API in a container under docker-compose, its database beside it, last night's
/// backup in the folder.
public final class AzoraLab implements Lab {
    private static final String GOOD = "v1.2.2";
    private static final String BAD = "v1.2.3";
    private static final String SYSTEM = "azora";
    private static final String IMAGE = "azora-api";
    private static final String SERVICE = "api";

    private final Stack stack;
    private final Project project;

    private AzoraLab(Stack stack) {
        this.stack = stack;
        this.project = stack.project(stack.home(), "docker-compose.yml", SYSTEM);
    }

    /// Opens azora in its good release; the images of both are made.
    public static Lab open(LabPlace place) throws IOException, InterruptedException {
        var lab = new AzoraLab(Stack.open(place, "azora's lab", "azora_prod"));
        try {
            lab.begin();
            return lab;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void begin() throws IOException, InterruptedException {
        stack.settings(stack.place().front());
        stack.images().make(IMAGE, GOOD, "line");
        stack.images().make(IMAGE, BAD, "bundle");
        Files.writeString(
                stack.home().resolve("docker-compose.yml"),
                stack.composeFile(SERVICE, IMAGE + ":${AZORA_TAG}"));
        deploy(GOOD);
        stack.awaitHealth(stack.place().front());
        stack.database().backUp(backup());
    }

    private Path backup() {
        return stack.home().resolve("backups/azora_prod_latest.sql.gz");
    }

    /// As the workflow deploys: the tag in `.env`, then `up`.
    private void deploy(String version) throws IOException, InterruptedException {
        Files.deleteIfExists(stack.home().resolve("holdfast.override.yml"));
        Files.writeString(stack.home().resolve(".env"), "AZORA_TAG=" + version + "\n");
        project.run("up", "-d", "--no-deps", SERVICE);
    }

    @Override
    public URI front() {
        return URI.create("http://127.0.0.1:" + stack.place().front());
    }

    @Override
    public String good() {
        return GOOD;
    }

    @Override
    public Map<String, String> values() {
        var postgres = stack.database().postgres();
        return Map.ofEntries(
                Map.entry("azora-home", stack.home().toString()),
                Map.entry("azora-project", project.name()),
                Map.entry("azora-url", front().toString()),
                Map.entry("azora-address", front().getAuthority()),
                Map.entry("db-host", "127.0.0.1"),
                Map.entry("db-port", Integer.toString(postgres.port())),
                Map.entry("db-name", postgres.database()),
                Map.entry("db-user", postgres.user()),
                Map.entry("backups", stack.home().resolve("backups").toString()),
                Map.entry("backup", backup().toString()),
                Map.entry("azora-db", "file:" + stack.password()));
    }

    @Override
    public void act(String act, Map<String, String> with) throws IOException, InterruptedException {
        switch (act) {
            case "deploy" -> deploy(Lab.needed(with, "release"));
            case "stop" -> project.run("stop", SERVICE);
            case "damage" -> stack.database().damage();
            default ->
                    throw new IllegalArgumentException(
                            "azora knows the acts deploy, stop and damage, not " + act);
        }
    }

    @Override
    public void close() {
        try {
            project.away();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stack.close();
    }
}
