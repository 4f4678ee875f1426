package dev.holdfast.shop.compose;

import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;
import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// africanmarket's server: nginx before the application in a container, each release a folder with
/// its Compose file, its environment and its nginx.conf, and `current` a link to one of them.
public final class MarketLab implements Lab {
    private static final String GOOD = "2.1.0";
    private static final String BAD = "2.2.0";
    private static final String SYSTEM = "africanmarket";
    private static final String IMAGE = "africanmarket-app";
    private static final String SERVICE = "app";
    private static final String FILE = "docker-compose.production.yml";
    private static final int BEHIND = 3;

    private final Stack stack;
    private final Nginx nginx;
    private final Project project;

    private MarketLab(Stack stack) {
        this.stack = stack;
        this.nginx = new Nginx(stack.home(), stack.program());
        this.project = stack.project(stack.home().resolve("current"), FILE, SYSTEM);
    }

    /// Opens the marketplace in its good release; the images of both are made.
    public static Lab open(LabPlace place) throws IOException, InterruptedException {
        var _ = Program.find("nginx", "africanmarket's lab");
        var lab = new MarketLab(Stack.open(place, "africanmarket's lab", SYSTEM));
        try {
            lab.begin();
            return lab;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void begin() throws IOException, InterruptedException {
        int behind = stack.place().port(BEHIND);
        stack.settings(behind);
        Files.writeString(probe(), "token-of-the-probe");
        stack.images().make(IMAGE, GOOD, "line");
        stack.images().make(IMAGE, BAD, "bundle");
        for (String version : List.of(GOOD, BAD)) {
            release(version, behind);
        }
        switchTo(GOOD);
        project.run("up", "-d", "--no-deps", SERVICE);
        stack.awaitHealth(behind);
        stack.database().backUp(backup());
        nginx.start();
    }

    private void release(String version, int behind) throws IOException {
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
                Nginx.configuration(stack.home(), stack.place().front(), behind));
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

    private void switchTo(String version) throws IOException {
        Path fresh = stack.home().resolve("current.new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, folder(version));
        Files.move(fresh, stack.home().resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void deploy(String version) throws IOException, InterruptedException {
        switchTo(version);
        project.run("up", "-d", "--no-deps", SERVICE);
        nginx.reload();
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
                Map.entry("market-home", stack.home().toString()),
                Map.entry("market-project", project.name()),
                Map.entry("market-url", front().toString()),
                Map.entry("market-address", front().getAuthority()),
                Map.entry("payment-status", front() + "/payment/health"),
                Map.entry("mail-status", front() + "/auth/health"),
                Map.entry("probe-account", "file:" + probe()),
                Map.entry("probe-admin", "file:" + probe()),
                Map.entry("nginx-pid", stack.home().resolve("nginx.pid").toString()),
                Map.entry("db-host", "127.0.0.1"),
                Map.entry("db-port", Integer.toString(postgres.port())),
                Map.entry("db-name", postgres.database()),
                Map.entry("db-user", postgres.user()),
                Map.entry("backup", backup().toString()),
                Map.entry("market-db", "file:" + stack.password()));
    }

    @Override
    public void act(String act, Map<String, String> with) throws IOException, InterruptedException {
        switch (act) {
            case "deploy" -> deploy(Lab.needed(with, "release"));
            case "stop" -> project.run("stop", SERVICE);
            case "damage" -> stack.database().damage();
            default ->
                    throw new IllegalArgumentException(
                            "africanmarket knows the acts deploy, stop and damage, not " + act);
        }
    }

    @Override
    public void close() {
        try {
            nginx.stop();
            if (Files.exists(stack.home().resolve("current"))) {
                project.away();
            }
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stack.close();
    }
}
