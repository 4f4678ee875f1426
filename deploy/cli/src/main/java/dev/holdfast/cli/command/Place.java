package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.LocalException;
import dev.holdfast.local.Service;
import dev.holdfast.local.Tokens;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Which house a command talks to: the one on this machine unless something else is said.
public final class Place {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder of the local house (or HOLDFAST_HOME; default: .holdfast beside the launcher).")
    private @Nullable Path data;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "The local house listens on N + 1 to N + 92 (or HOLDFAST_PORT_BASE; default: 7400).")
    private int portBase = numberOf("HOLDFAST_PORT_BASE", HouseSettings.DEFAULT_PORT_BASE);

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "Where the services are (default: 127.0.0.1; one by one: HOLDFAST_DECISION_URL, …).")
    private String host = "127.0.0.1";

    HouseSettings house() {
        Path root = Path.of(System.getProperty("holdfast.root", "."));
        String home = System.getenv("HOLDFAST_HOME");
        Path folder =
                data != null
                        ? data
                        : home != null && !home.isBlank()
                                ? Path.of(home)
                                : root.resolve(".holdfast");
        return new HouseSettings(root, folder, portBase, true);
    }

    Services services() {
        HouseSettings house = house();
        return new Services(
                service -> url(house, service), service -> token(house, url(house, service)));
    }

    /// Ends a service of the house on this machine; `Failure` where another house is asked.
    Consumer<String> kill() {
        HouseSettings house = house();
        if (Arrays.stream(Service.values()).allMatch(s -> isOurs(house, s))) {
            return new HouseControl(house)::kill;
        }
        return service -> {
            throw new Failure(
                    Exit.USAGE,
                    "The %s of another house cannot be ended: only one in a house on this machine"
                            .formatted(service));
        };
    }

    private boolean isOurs(HouseSettings house, Service service) {
        URI url = URI.create(url(house, service));
        return isOnThisMachine(url) && url.getPort() == house.port(service);
    }

    String url(Service service) {
        return url(house(), service);
    }

    private String url(HouseSettings house, Service service) {
        String named = System.getenv("HOLDFAST_%s_URL".formatted(service.name()));
        return named != null && !named.isBlank()
                ? URI.create(named.replaceAll("/+$", "")).toString()
                : "http://%s:%d".formatted(host, house.port(service));
    }

    /// The token in the house's folder is an administrator's, so it goes to no other machine.
    private static Optional<String> token(HouseSettings house, String url) {
        String token = System.getenv("HOLDFAST_TOKEN");
        if (token != null && !token.isBlank()) {
            return Optional.of(token.strip());
        }
        if (!isOnThisMachine(URI.create(url))) {
            return Optional.empty();
        }
        try {
            return Tokens.ofThisTerminal(house);
        } catch (LocalException e) {
            throw new Failure(Exit.NOT_ALLOWED, String.valueOf(e.getMessage()), e);
        }
    }

    /// Of names only `localhost` is: what another name stands for is for others to say.
    static boolean isOnThisMachine(URI url) {
        String host = url.getHost();
        if (host == null) {
            return false;
        }
        try {
            return host.equalsIgnoreCase("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false; // a name
        }
    }

    private static int numberOf(String variable, int otherwise) {
        String text = System.getenv(variable);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new Failure(
                    Exit.USAGE,
                    "%s is '%s', a number is needed"
                            .formatted(variable.toUpperCase(Locale.ROOT), text),
                    e);
        }
    }

    /// Splits `system/environment`, the environment being `production` when it is left out.
    static String[] scope(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2 || text.isBlank() || !text.matches("[a-z0-9-]+(/[a-z0-9~-]+)?")) {
            throw new Failure(
                    Exit.USAGE,
                    "'%s' is no system/environment, such as shop/production".formatted(text));
        }
        return new String[] {parts[0], parts.length == 2 ? parts[1] : "production"};
    }
}
