package dev.holdfast.verifier.io.every;

import com.sun.net.httpserver.HttpExchange;

import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.tls.TlsServer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// What speaks HTTP or TLS. Loki and the API server are played, by their documented answers.
final class HttpTargets {
    private static final String JOURNEY =
            """
            checks:
              it:
                journey:
                  steps:
                    - http: { url: "http://127.0.0.1:PORT/login" }
                      save: { token: $.token }
                    - http:
                        url: "http://127.0.0.1:PORT/order"
                        headers: { Authorization: "${token}" }
                        json: { $.state: paid }
            """;

    private HttpTargets() {}

    static List<Target> start(Things things) throws Exception {
        int good = things.keep(saying("UP", "1.4.1")).port();
        int bad = things.keep(saying("DOWN", "1.5.0")).port();
        TlsServer valid = things.keep(new TlsServer(things.folder(), "-validity", "30"));
        TlsServer old =
                things.keep(new TlsServer(things.folder(), "-startdate", "-10d", "-validity", "5"));
        TlsServer cluster = things.keep(new TlsServer(things.folder(), "-validity", "3"));
        cluster.answers(HttpTargets::cluster);
        return List.of(
                Target.of(
                        "http",
                        "checks: { it: { http: { url: \"http://127.0.0.1:PORT/\", json: {"
                                + " $.status: UP } } } }",
                        good,
                        bad),
                Target.of(
                        "version",
                        "checks: { it: { version: { url: \"http://127.0.0.1:PORT/\", json:"
                                + " $.version, equals: \"${to}\" } } }",
                        good,
                        bad),
                Target.of(
                        "journey",
                        JOURNEY,
                        things.keep(paying("paid")).port(),
                        things.keep(paying("open")).port()),
                Target.of(
                                "tls",
                                "checks: { it: { tls: { address: \"localhost:PORT\", authority: ca"
                                        + " } } }",
                                valid.port(),
                                old.port())
                        .with((t, _) -> t.secret("ca", valid.pem() + old.pem())),
                Target.of(
                        "log",
                        "checks: { it: { log: { loki: { url: \"http://127.0.0.1:PORT\", selector:"
                                + " '{side=\"SIDE\"}' }, without: ERROR } } }",
                        things.keep(loki()).port()),
                Target.of(
                                "kubernetes",
                                """
                                clusters: { lab: { kubeconfig: kube } }
                                checks:
                                  it: { kubernetes: { cluster: lab, namespace: SIDE, workload: deployment/web } }
                                """,
                                cluster.port())
                        .with((t, port) -> t.secret("kube", kubeconfig(port, cluster.pem()))));
    }

    private static String framed(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body);
    }

    private static RawServer saying(String status, String version) {
        return RawServer.saying(
                framed("{\"status\":\"%s\",\"version\":\"%s\"}".formatted(status, version)));
    }

    private static RawServer paying(String state) {
        return RawServer.saying(framed("{\"token\":\"t-17\",\"state\":\"%s\"}".formatted(state)));
    }

    private static RawServer loki() {
        return new RawServer((request, out) -> {
            boolean matching = request.contains("%7C%7E");
            boolean bad = request.contains("bad");
            String value = matching ? bad ? "7" : "0" : "120";
            String body =
                    request.contains("/query_range")
                            ? "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[{\"values\":[[\"1\",\"ERROR no database\"]]}]}}"
                            : "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"%s\"]}]}}"
                                    .formatted(value);
            out.write(framed(body).getBytes(StandardCharsets.US_ASCII));
        });
    }

    /// Two pods in both namespaces; in the bad one the second crashes.
    private static void cluster(HttpExchange e) throws IOException {
        String path = e.getRequestURI().getPath();
        boolean bad = path.contains("/bad/");
        String body =
                path.endsWith("/deployments/web")
                        ? """
                        {"metadata":{"name":"web","generation":3},
                         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
                                 "template":{"spec":{"containers":[{"name":"web","image":"shop:1.4.1"}]}}},
                         "status":{"observedGeneration":3,"replicas":2,"updatedReplicas":2,"availableReplicas":%d}}\
                        """
                                .formatted(bad ? 1 : 2)
                        : "{\"items\":[%s,%s]}".formatted(pod("web-1", true), pod("web-2", !bad));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        e.sendResponseHeaders(200, bytes.length);
        e.getResponseBody().write(bytes);
        e.close();
    }

    private static String pod(String name, boolean ready) {
        return """
        {"metadata":{"name":"%s"},"spec":{"containers":[{"name":"web","image":"shop:1.4.1"}]},
         "status":{"phase":"Running","startTime":"%s","conditions":[{"type":"Ready","status":"%s"}],
                   "containerStatuses":[{"name":"web","restartCount":%d,"state":{%s}}]}}\
        """
                .formatted(
                        name,
                        Instant.EPOCH,
                        ready ? "True" : "False",
                        ready ? 0 : 9,
                        ready ? "\"running\":{}" : "\"waiting\":{\"reason\":\"CrashLoopBackOff\"}");
    }

    private static String kubeconfig(int port, String pem) {
        String ca = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        return """
        current-context: c
        contexts: [{name: c, context: {cluster: l, user: u}}]
        clusters: [{name: l, cluster: {server: "https://localhost:%d", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: abc}}]
        """
                .formatted(port, ca);
    }
}
