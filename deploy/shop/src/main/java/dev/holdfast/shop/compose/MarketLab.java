package dev.holdfast.shop.compose;

import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;
import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// africanmarket's server: nginx before the application in a container, each release a folder with
/// its Compose file, its environment and its nginx.conf, and `current` a link to one of them.
public final class MarketLab extends ComposeLab {
    private static final String GOOD = "2.1.0";
    private static final String BAD = "2.2.0";
    private static final String MIGRATING = "2.3.0";
    private static final String SYSTEM = "africanmarket";
    private static final String IMAGE = "africanmarket-app";
    private static final String SERVICE = "app";
    private static final String FILE = "docker-compose.production.yml";
    private static final int BEHIND = 3;

    private final Nginx nginx;

    private MarketLab(Stack stack) {
        super(
                stack,
                stack.project(stack.home().resolve("current"), FILE, SYSTEM),
                SYSTEM,
                SERVICE,
                new Releases(GOOD, BAD, MIGRATING));
        nginx = new Nginx(stack.home(), stack.program());
    }

    /// Opens the marketplace in its good release.
    public static Lab open(LabPlace place) throws IOException, InterruptedException {
        var _ = Program.find("nginx", "africanmarket's lab");
        return opened(new MarketLab(Stack.open(place, "africanmarket's lab", SYSTEM)));
    }

    @Override
    void begin() throws IOException, InterruptedException {
        int behind = place().port(BEHIND);
        stack.settings(behind);
        Files.writeString(probe(), "token-of-the-probe");
        switchTo(GOOD);
        up();
        stack.awaitHealth(behind);
        stack.database().backUp(backup());
        nginx.start();
    }

    /// What lies on the server of one release.
    private void release(String version) throws IOException, InterruptedException {
        image(IMAGE, version);
        int behind = place().port(BEHIND);
        Path folder = Files.createDirectories(folder(version));
        Files.writeString(
                folder.resolve(FILE),
                stack.composeFile(SERVICE, IMAGE + ":" + version)
                        + "    env_file: .env.production\n");
        Files.writeString(
                folder.resolve(".env.production"),
                "STRIPE_API_VERSION=2026-0%d-01\n".formatted(version.equals(GOOD) ? 1 : 9));
        Files.writeString(
                folder.resolve("nginx.conf"),
                Nginx.configuration(stack.home(), place().front(), behind));
    }

    private Path folder(String version) {
        return stack.home().resolve("releases").resolve(version);
    }

    private Path probe() {
        return stack.home().resolve("shared/probe-token");
    }

    private Path backup() {
        return stack.home().resolve("backups/database/last-verified-backup.sql.gz");
    }

    private void switchTo(String version) throws IOException, InterruptedException {
        release(version);
        Path fresh = stack.home().resolve("current.new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, folder(version));
        Files.move(fresh, stack.home().resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    void deploy(String version) throws IOException, InterruptedException {
        switchTo(version);
        up();
        nginx.reload();
    }

    @Override
    Map<String, String> ownValues() {
        return Map.ofEntries(
                Map.entry("market-home", stack.home().toString()),
                Map.entry("market-project", project.name()),
                Map.entry("market-url", front().toString()),
                Map.entry("market-address", front().getAuthority()),
                Map.entry("payment-status", front() + "/api/v2/status.json"),
                Map.entry("mail-status", front() + "/api/v2/status.json"),
                Map.entry("probe-account", "file:" + probe()),
                Map.entry("probe-admin", "file:" + probe()),
                Map.entry("nginx-pid", stack.home().resolve("nginx.pid").toString()),
                Map.entry("backup", backup().toString()),
                Map.entry("market-db", "file:" + stack.password()));
    }

    @Override
    public void close() {
        try {
            nginx.stop();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        super.close();
    }
}
