package dev.holdfast.verifier.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.net.Line;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import javax.net.ssl.SSLSocketFactory;

/// Reads from API servers, and only reads: nothing but GET is ever sent. Written on our own exchange,
/// so that the address is the one that was checked and every answer is bounded.
public final class Api {
    private static final int LARGEST = 8 << 20;

    private final Exchange exchange;
    private final Secrets secrets;
    private final Secrets.Environment environment;

    public Api(Exchange exchange, Secrets secrets, Secrets.Environment environment) {
        this.exchange = exchange;
        this.secrets = secrets;
        this.environment = environment;
    }

    /// One question's way into one cluster.
    public final class Session {
        private final Access access;
        private final SSLSocketFactory keys;
        private final Terms terms;

        Session(Access access, Terms terms) throws Unusable {
            this.access = access;
            this.keys = Keys.of(access);
            this.terms = terms;
        }

        /// Throws [Unusable] for anything but a whole document.
        JsonNode get(String path) throws Unusable {
            Answer.Http answer = raw(path);
            if (answer.status() == 404) {
                throw new Unusable(Why.GONE, "there is no %s".formatted(path));
            }
            try {
                JsonNode root = Json.read(answer.body(), JsonNode.class);
                if (answer.status() == 200
                        && !root.path("metadata").path("continue").asText("").isEmpty()) {
                    throw new Unusable(
                            Why.BROKEN, "there are more of %s than are read".formatted(path));
                }
                if (answer.status() == 200) {
                    return root;
                }
                throw new Unusable(
                        Why.REFUSED,
                        "the API server answers %d: %s"
                                .formatted(answer.status(), root.path("message").asText("")));
            } catch (Json.Unreadable _) {
                throw new Unusable(
                        Why.BROKEN,
                        "the API server answers %d and no JSON".formatted(answer.status()));
            }
        }

        /// Any answer, as text.
        Answer.Http raw(String path) throws Unusable {
            URI url = URI.create(access.server().toString().replaceAll("/+$", "") + path);
            Map<String, String> headers = new HashMap<>();
            if (access.token() != null) {
                headers.put("Authorization", "Bearer " + access.token());
            }
            Line line = exchange.line(url, keys);
            return Exchange.over(line, new Question.Http("GET", url, headers, null, LARGEST), terms)
                    .answer();
        }
    }

    public Session open(KubernetesCheck.Cluster cluster, Terms terms) throws Unusable {
        return new Session(access(cluster, terms), terms);
    }

    private Access access(KubernetesCheck.Cluster cluster, Terms terms) throws Unusable {
        return cluster.secret() == null
                ? Access.fromInside(environment)
                : Access.of(
                        secrets.using(terms.secrets()).get(cluster.secret()), cluster.context());
    }

    /// Where a program is led by the same kubeconfig. Throws [Unusable] when that would run a program
    /// of its own, or go through a proxy.
    public URI server(KubernetesCheck.Cluster cluster, Terms terms) throws Unusable {
        return access(cluster, terms).server();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
