package dev.holdfast.verifier.io.kubernetes;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// How one cluster is reached: its API server, whom to believe, and who we are.
///
/// @param authority PEM, null for the usual authorities
/// @param token bearer token, null for none
/// @param certificate and `key` as PEM: a client certificate instead of a token
record Access(
        URI server,
        @Nullable String authority,
        @Nullable String token,
        @Nullable String certificate,
        @Nullable String key) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /// As a pod of the cluster itself.
    static Access fromInside(Secrets.Environment environment) throws Unusable {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.get("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new Unusable(
                    Why.REFUSED,
                    "no kubeconfig is named, and this service runs in no pod of a cluster");
        }
        return new Access(
                URI.create(
                        "https://%s:%s"
                                .formatted(host.contains(":") ? "[" + host + "]" : host, port)),
                Secrets.read(ACCOUNT.resolve("ca.crt")),
                Secrets.read(ACCOUNT.resolve("token")),
                null,
                null);
    }

    /// What a kubeconfig says. Programs that it would have run for a token are not run.
    static Access of(String kubeconfig, @Nullable String context) throws Unusable {
        Problems problems = new Problems();
        Optional<YamlValue> root = YamlFile.parse("kubeconfig", kubeconfig, problems);
        if (root.isEmpty()) {
            throw unfit("it is no YAML");
        }
        YamlMap config = root.get().map();
        String chosen = context == null ? config.text("current-context", "") : context;
        YamlMap c = named(config, "contexts", "context", chosen);
        YamlMap cluster = named(config, "clusters", "cluster", c.text("cluster", ""));
        YamlMap user = named(config, "users", "user", c.text("user", ""));
        if (user.has("exec") || user.has("auth-provider")) {
            throw unfit(
                    "its user gets a token from a program; give the verifier a service account's"
                            + " token instead");
        }
        URI server = URI.create(cluster.text("server", ""));
        if (!"https".equals(server.getScheme()) || server.getHost() == null) {
            throw unfit("its server '%s' is no https address".formatted(server));
        }
        if (cluster.has("proxy-url")) {
            throw unfit("it goes through a proxy, past the hosts of checks.yml");
        }
        String tokenFile = user.textOrNull("tokenFile");
        return new Access(
                server,
                pem(cluster, "certificate-authority"),
                tokenFile == null ? user.textOrNull("token") : Secrets.read(Path.of(tokenFile)),
                pem(user, "client-certificate"),
                pem(user, "client-key"));
    }

    private static YamlMap named(YamlMap config, String list, String key, String name)
            throws Unusable {
        for (YamlValue item : config.list(list)) {
            if (item.map().text("name", "").equals(name)) {
                return item.map().map(key);
            }
        }
        throw unfit("it has no %s '%s'".formatted(key, name));
    }

    /// Inline or in a file beside it.
    private static @Nullable String pem(YamlMap m, String key) throws Unusable {
        String data = m.textOrNull(key + "-data");
        if (data != null) {
            try {
                return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw unfit("its %s-data is no base64".formatted(key));
            }
        }
        String file = m.textOrNull(key);
        return file == null ? null : Secrets.read(Path.of(file));
    }

    static Unusable unfit(String says) {
        return new Unusable(Why.REFUSED, "the kubeconfig cannot be used: " + says);
    }
}
