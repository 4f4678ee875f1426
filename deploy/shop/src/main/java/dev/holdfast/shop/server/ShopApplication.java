package dev.holdfast.shop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;

/// Runs the shop of one home folder in the release that `current` points to.
public final class ShopApplication {
    private static final long LOOK_MILLIS = 1_000;
    private static final String UNDO = "migrate:down";

    private ShopApplication() {}

    /// `args[0]` is the home folder with `shop.properties`, `releases` and `current`. As the last
    /// word `migrate:down` undoes what this release's migration did, and ends.
    public static void main(String[] args) throws IOException, SQLException {
        Path home = Path.of(args[0]);
        var settings = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("shop.properties"))) {
            settings.load(in);
        }
        endWithOwner(Long.parseLong(settings.getProperty("owner")));
        Release release = Release.current(home);
        Connections connections = connections(home, settings);
        if (args[args.length - 1].equals(UNDO)) {
            new Migration(connections).down();
            connections.close();
            System.out.printf("the migration of %s is undone%n", release.version());
            return;
        }
        var server =
                ShopServer.of(Integer.parseInt(settings.getProperty("port")), connections, release);
        if (release.migrates()) {
            new Migration(connections).up();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shop-stop"));
        server.start();
        System.out.printf("shop %s listens on port %d%n", release.version(), server.port());
    }

    private static Connections connections(Path home, Properties settings) throws IOException {
        var login = new Properties();
        login.setProperty("user", settings.getProperty("database.user"));
        login.setProperty(
                "password",
                Files.readString(home.resolve(settings.getProperty("database.password-file")))
                        .strip());
        login.setProperty("ApplicationName", "shop");
        return new Connections(settings.getProperty("database.url"), login);
    }

    /// The shop was started by a command that is long gone; it must not outlive its keeper.
    private static void endWithOwner(long owner) {
        Thread.ofPlatform()
                .name("owner-watch")
                .daemon()
                .start(() -> {
                    while (ProcessHandle.of(owner).map(ProcessHandle::isAlive).orElse(false)) {
                        try {
                            Thread.sleep(LOOK_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    System.err.println(
                            "The shop's keeper (process %d) is gone: closing".formatted(owner));
                    Thread.ofPlatform().daemon().start(() -> System.exit(0));
                });
    }
}
