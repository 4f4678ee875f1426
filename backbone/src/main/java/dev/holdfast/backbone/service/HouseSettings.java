package dev.holdfast.backbone.service;

import dev.holdfast.backbone.kafka.KafkaAccess;
import dev.holdfast.backbone.postgres.DatabaseSettings;

import io.micronaut.core.value.PropertyResolver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// What every service is told by its environment. Everything that is wrong is said at once.
///
/// @param service the service's name
/// @param kafka bootstrap servers, HOLDFAST_KAFKA
/// @param database HOLDFAST_POSTGRES_HOST, _PORT, _DATABASE, _USER, _PASSWORD or _PASSWORD_FILE; the schema is the
///     service's own
/// @param data a folder for files of its own, HOLDFAST_DATA
/// @param tokens the file with the hashes of tokens, HOLDFAST_TOKENS; without one, no command is
///     taken
/// @param urls of the five services by short name, HOLDFAST_DETECTOR_URL and so on
/// @param lease how long a claimed errand is held without renewal, HOLDFAST_LEASE
/// @param drillsKept how long after its last event what a drill left is kept, HOLDFAST_DRILLS_KEPT
/// @param owner names this instance, for people
/// @param trust the identity provider whose tokens are accepted, HOLDFAST_OIDC_ISSUER, _AUDIENCE,
///     _KEYS (an https address or a file), _ALGORITHMS, _NAME, _ROLES; null: none
/// @param open whether reading needs no token: only when the service listens on loopback alone
public record HouseSettings(
        String service,
        String kafka,
        DatabaseSettings database,
        Path data,
        @Nullable Path tokens,
        Map<String, URI> urls,
        Duration lease,
        Duration drillsKept,
        String owner,
        boolean open,
        SignedTokens.@Nullable Trust trust) {

    private static final Map<String, Integer> PORTS =
            Map.of(
                    "detector",
                    7401,
                    "decision",
                    7402,
                    "executor",
                    7403,
                    "verifier",
                    7404,
                    "notifier",
                    7405);

    /// Throws [Invalid] with every problem.
    public static HouseSettings from(PropertyResolver p) {
        return from(p, List.of());
    }

    /// Throws [Invalid] with every problem, those of the service's own settings among them.
    static HouseSettings from(PropertyResolver p, Collection<SettingsCheck> own) {
        List<String> problems = new ArrayList<>();
        Reader r = new Reader(p, problems);
        String service = r.text("service", "unnamed");
        Map<String, URI> urls = new LinkedHashMap<>();
        PORTS.forEach((name, port) ->
                urls.put(name, r.parsed(name + ".url", "http://127.0.0.1:" + port, URI::create)));
        String host = r.text("host", "127.0.0.1");
        HouseSettings settings =
                new HouseSettings(
                        service,
                        r.text("kafka", "127.0.0.1:7492"),
                        new DatabaseSettings(
                                r.text("postgres.host", "127.0.0.1"),
                                r.parsed("postgres.port", "7432", HouseSettings::port),
                                r.text("postgres.database", "holdfast"),
                                r.text("postgres.user", "holdfast"),
                                r.secret("postgres.password"),
                                service.replaceFirst("-service$", "").replace('-', '_'),
                                r.parsed("postgres.connections", "12", HouseSettings::pool),
                                Duration.ofSeconds(10)),
                        r.parsed("data", ".holdfast/" + service, Path::of),
                        p.getProperty("holdfast.tokens", String.class).map(Path::of).orElse(null),
                        urls,
                        r.parsed("lease", "5s", HouseSettings::lease),
                        r.parsed("drills.kept", "7d", HouseSettings::kept),
                        owner(service),
                        host.equals("127.0.0.1") || host.equals("localhost"),
                        r.trust());
        KafkaAccess.problem().ifPresent(problems::add);
        own.forEach(check -> problems.addAll(check.problems(p)));
        if (!problems.isEmpty()) {
            throw new Invalid(service, problems);
        }
        return settings;
    }

    /// The base address of another service, by its short name.
    public URI url(String name) {
        return Optional.ofNullable(urls.get(name)).orElseThrow();
    }

    /// Never the same twice: in containers every process may have the same number.
    private static String owner(String service) {
        String once = UUID.randomUUID().toString().substring(0, 8);
        return "%s@%d-%s".formatted(service, ProcessHandle.current().pid(), once);
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535");
        }
        return port;
    }

    private static int pool(String text) {
        int n = Integer.parseInt(text);
        if (n < 2 || n > 100) {
            throw new IllegalArgumentException("connections are a number from 2 to 100");
        }
        return n;
    }

    private static Duration lease(String text) {
        Duration d =
                dev.holdfast.backbone.pack.Durations.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("write it as 5s"));
        if (d.compareTo(Duration.ofMillis(500)) < 0 || d.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("a lease is from 500ms to 1m");
        }
        return d;
    }

    private static Duration kept(String text) {
        Duration d =
                dev.holdfast.backbone.pack.Durations.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException("write it as 7d"));
        if (d.compareTo(Duration.ofHours(1)) < 0 || d.compareTo(Duration.ofDays(3_650)) > 0) {
            throw new IllegalArgumentException("drills are kept from 1h to 3650d");
        }
        return d;
    }

    private record Reader(PropertyResolver p, List<String> problems) {
        /// An issuer without an audience or keys would be half a trust, so it is refused.
        SignedTokens.@Nullable Trust trust() {
            String issuer = text("oidc.issuer", "");
            if (issuer.isEmpty()) {
                return null;
            }
            for (String needed : List.of("oidc.audience", "oidc.keys")) {
                if (text(needed, "").isEmpty()) {
                    problems.add(
                            "%s is needed with HOLDFAST_OIDC_ISSUER"
                                    .formatted(Setting.variable(needed)));
                }
            }
            return new SignedTokens.Trust(
                    issuer,
                    text("oidc.audience", ""),
                    text("oidc.keys", ""),
                    Set.of(text("oidc.algorithms", "RS256,ES256").split(",")),
                    text("oidc.name", "sub"),
                    text("oidc.roles", "holdfast_roles"));
        }

        /// Said itself, or the first line of the file that the variable with _FILE behind it names.
        String secret(String name) {
            String file = text(name + ".file", "");
            String said = text(name, "");
            if (file.isEmpty()) {
                return said;
            }
            if (!said.isEmpty()) {
                problems.add(
                        "%s and %s_FILE are both there: name one"
                                .formatted(Setting.variable(name), Setting.variable(name)));
            }
            try (var lines = Files.lines(Path.of(file))) {
                return lines.findFirst().orElse("").strip();
            } catch (IOException | UncheckedIOException | InvalidPathException e) {
                problems.add(
                        "%s_FILE is '%s', which cannot be read: %s"
                                .formatted(Setting.variable(name), file, e.getMessage()));
                return "";
            }
        }

        String text(String name, String otherwise) {
            return p.getProperty("holdfast." + name, String.class).orElse(otherwise);
        }

        <T> T parsed(String name, String otherwise, Function<String, T> parse) {
            String text = text(name, otherwise);
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                problems.add(
                        "%s is '%s': %s".formatted(Setting.variable(name), text, e.getMessage()));
                return parse.apply(otherwise);
            }
        }
    }

    /// Settings that a service cannot start with.
    public static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Invalid(String service, List<String> problems) {
            super(
                    "%s cannot start, its settings are wrong:\n  %s"
                            .formatted(service, String.join("\n  ", problems)));
        }
    }
}
