package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.executor.flow.Call;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Where an API server is, and as whom it is asked. What a kubeconfig would have to run (`exec`) or
/// to read (paths) is refused: the pack's secret is the whole of it.
///
/// @param authority the server's certificate authority, Base64 of PEM
/// @param certificate ours, Base64 of PEM, with `key`
record Access(
        URI server,
        @Nullable String authority,
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String token) {
    /// The server's name inside its own cluster; its certificate carries it.
    static final URI INSIDE = URI.create("https://kubernetes.default.svc:443");

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
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

    /// Throws [Wrong] when it cannot be made out.
    static Access of(Call call) throws Wrong {
        Optional<String> config = call.optional("kubeconfig");
        return config.isPresent()
                ? parse(config.get(), call.optional("context").orElse(null))
                : inside();
    }

    static Access parse(String kubeconfig, @Nullable String context) throws Wrong {
        if (kubeconfig.matches("[/~.][^\\n:{]*")) {
            throw Wrong.given(
                    "`kubeconfig` is a path, not a kubeconfig: name the path under secrets of pack.yml as"
                            + " \"file:PATH\" and write ${secret.NAME}");
        }
        JsonNode root = Manifests.one(kubeconfig, "the kubeconfig");
        String name = context == null ? root.path("current-context").asText() : context;
        JsonNode chosen = named(root.path("contexts"), name).path("context");
        JsonNode cluster =
                named(root.path("clusters"), chosen.path("cluster").asText()).path("cluster");
        JsonNode user = named(root.path("users"), chosen.path("user").asText()).path("user");
        if (!cluster.has("server")) {
            throw Wrong.given("the kubeconfig has no context '%s' with a server".formatted(name));
        }
        for (String word : ELSEWHERE) {
            if (cluster.has(word) || user.has(word)) {
                throw Wrong.given(
                        ("the kubeconfig uses '%s', which is not followed: put the token or the"
                                        + " certificates themselves into it")
                                .formatted(word));
            }
        }
        return new Access(
                server(cluster.path("server").asText()),
                text(cluster, "certificate-authority-data"),
                text(user, "client-certificate-data"),
                text(user, "client-key-data"),
                text(user, "token"));
    }

    /// The executor's own service account, when it runs in the cluster.
    private static Access inside() throws Wrong {
        try {
            String authority =
                    Base64.getEncoder()
                            .encodeToString(Files.readAllBytes(ACCOUNT.resolve("ca.crt")));
            String token = Files.readString(ACCOUNT.resolve("token")).strip();
            return new Access(INSIDE, authority, null, null, token);
        } catch (IOException _) {
            throw Wrong.given(
                    "no `kubeconfig` is given, and the executor does not run in a cluster: there is"
                            + " no service account to use");
        }
    }

    private static URI server(String text) throws Wrong {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw Wrong.given("the kubeconfig's server '%s' is no https address".formatted(text));
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : null;
    }

    int port() {
        return server.getPort() < 0 ? 443 : server.getPort();
    }

    /// `host:port`.
    String host() {
        return server.getHost() + ":" + port();
    }

    @Override
    public String toString() {
        return "Access[" + server + "]";
    }
}
