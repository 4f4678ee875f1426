package dev.holdfast.shop.compose;

import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// azora's server: the API in a container under docker-compose, its database beside it, last night's
/// backup in the folder.
public final class AzoraLab extends ComposeLab {
    private static final String GOOD = "v1.2.2";
    private static final String BAD = "v1.2.3";
    private static final String MIGRATING = "v1.3.0";
    private static final String SYSTEM = "azora";
    private static final String IMAGE = "azora-api";
    private static final String SERVICE = "api";

    private AzoraLab(Stack stack) {
        super(
                stack,
                stack.project(stack.home(), "docker-compose.yml", SYSTEM),
                SYSTEM,
                SERVICE,
                new Releases(GOOD, BAD, MIGRATING));
    }

    /// Opens azora in its good release.
    public static Lab open(LabPlace place) throws IOException, InterruptedException {
        return opened(new AzoraLab(Stack.open(place, "azora's lab", "azora_prod")));
    }

    @Override
    void begin() throws IOException, InterruptedException {
        stack.settings(place().front());
        Files.writeString(
                stack.home().resolve("docker-compose.yml"),
                stack.composeFile(SERVICE, IMAGE + ":${AZORA_TAG}"));
        deploy(GOOD);
        stack.awaitHealth(place().front());
        stack.database().backUp(backup());
    }

    private Path backup() {
        return stack.home().resolve("backups/azora_prod_latest.sql.gz");
    }

    /// As the workflow deploys: the tag in `.env`, then `up`.
    @Override
    void deploy(String version) throws IOException, InterruptedException {
        image(IMAGE, version);
        Files.deleteIfExists(stack.home().resolve("holdfast.override.yml"));
        Files.writeString(stack.home().resolve(".env"), "AZORA_TAG=" + version + "\n");
        up();
    }

    @Override
    Map<String, String> ownValues() {
        return Map.of(
                "azora-home", stack.home().toString(),
                "azora-project", project.name(),
                "azora-url", front().toString(),
                "azora-address", front().getAuthority(),
                "backups", stack.home().resolve("backups").toString(),
                "backup", backup().toString(),
                "azora-db", "file:" + stack.password());
    }
}
