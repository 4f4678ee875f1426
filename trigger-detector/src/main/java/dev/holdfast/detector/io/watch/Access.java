package dev.holdfast.detector.io.watch;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// Where an API server is, and as whom it is asked. What a kubeconfig would have to run (`exec`) or
/// to read (paths) is refused: the pack's secret is the whole of it.
///
/// @param authority the server's certificate authority, Base64 of PEM
/// @param certificate ours, Base64 of PEM, with `key`
record Access(
        String server,
        @Nullable String authority,
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String token) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int LARGEST = 64 << 10;
    private static final List<String> ELSEWHERE =
            List.of(
                    "exec",
                    "auth-provider",
                    "tokenFile",
                    "client-certificate",
                    "client-key",
                    "certificate-authority",
                    "insecure-skip-tls-verify",
                    "proxy-url");

    /// Found anew at each look: a token may be replaced at any time.
    static Access of(@Nullable SecretReference kubeconfig, @Nullable String context)
            throws IOException {
        return kubeconfig == null ? inside() : parse(secret(kubeconfig), context);
    }

    private static String secret(SecretReference reference) throws IOException {
        String value =
                reference.kind().equals("env")
                        ? System.getenv(reference.where())
                        : read(Path.of(reference.where()));
        if (value == null) {
            throw new IOException(
                    "the kubeconfig is not to be found: %s is not set"
                            .formatted(reference.where()));
        }
        return value;
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new IOException("%s is no file of at most 64 KiB".formatted(file));
        }
        return Files.readString(file);
    }

    /// The detector's own service account.
    private static Access inside() throws IOException {
        if (!Files.isReadable(ACCOUNT.resolve("token"))) {
            throw new IOException(
                    "no kubeconfig is named, and the detector has no account of a cluster (%s): name one"
                                    .formatted(ACCOUNT.resolve("token"))
                            + " under `kubernetes` of the watch, or mount it (chart: rbac.watch)");
        }
        byte[] authority = Files.readAllBytes(ACCOUNT.resolve("ca.crt"));
        return new Access(
                "https://kubernetes.default.svc:443",
                Base64.getEncoder().encodeToString(authority),
                null,
                null,
                read(ACCOUNT.resolve("token")).strip());
    }

    static Access parse(String kubeconfig, @Nullable String context) throws IOException {
        YamlValue root =
                YamlFile.parse("kubeconfig", kubeconfig, new Problems())
                        .filter(YamlValue::isMap)
                        .orElseThrow(() -> new IOException("the kubeconfig is none"));
        YamlMap config = root.map();
        String name = context == null ? config.text("current-context", "") : context;
        YamlMap chosen = named(config, "contexts", "context", name);
        YamlMap cluster = named(config, "clusters", "cluster", chosen.text("cluster", ""));
        YamlMap user = named(config, "users", "user", chosen.text("user", ""));
        for (String word : ELSEWHERE) {
            if (cluster.has(word) || user.has(word)) {
                throw new IOException(
                        ("the kubeconfig uses '%s', which is not followed: put the token or the"
                                        + " certificates themselves into it")
                                .formatted(word));
            }
        }
        return new Access(
                server(cluster.text("server", "")),
                cluster.textOrNull("certificate-authority-data"),
                user.textOrNull("client-certificate-data"),
                user.textOrNull("client-key-data"),
                user.textOrNull("token"));
    }

    private static String server(String text) throws IOException {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri.toString();
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new IOException("the kubeconfig's server '%s' is no https address".formatted(text));
    }

    private static YamlMap named(YamlMap config, String list, String key, String name)
            throws IOException {
        for (YamlValue item : config.list(list)) {
            if (item.map().text("name", "").equals(name)) {
                return item.map().map(key);
            }
        }
        throw new IOException("the kubeconfig has no %s '%s'".formatted(key, name));
    }

    @Override
    public String toString() {
        return "Access[" + server + "]";
    }
}
