package dev.holdfast.verifier.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Logs of pods, from an API server that is played: the lab's pods run nothing and so write nothing.
class PodLogsTest {
    private static final String PASSWORD = "changeit";
    private static final String WORKLOAD =
            "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"web\"}}}}";
    private static final String PODS =
            """
            {"items":[{"metadata":{"name":"web-1"},"spec":{"containers":[{"name":"web"}]}},
                      {"metadata":{"name":"web-2"},"spec":{"containers":[{"name":"web"}]}}]}\
            """;

    @TempDir Path folder = Path.of("");

    private volatile String second = "";

    @Test
    void the_lines_of_all_pods_count_with_kubernetes_own_time_stamps() throws Exception {
        HttpsServer server = server();
        try {
            String old = Instant.now().minusSeconds(3_600).toString();
            String now = Instant.now().toString();
            second = now + " fine\n";
            trial(server).passes();
            second = now + " ERROR no database\n" + now + " fine\n";
            trial(server).fails("1 of 3 lines match");
            second = old + " ERROR long ago\n";
            trial(server).passes();
            second = "404";
            trial(server).isInconclusive("cannot be read: the API server answers 404");
        } finally {
            server.stop(0);
        }
    }

    private Trial trial(HttpsServer server) throws Exception {
        String ca =
                Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("ca.pem")));
        String kubeconfig =
                """
                current-context: c
                contexts: [{name: c, context: {cluster: l, user: u}}]
                clusters: [{name: l, cluster: {server: "https://localhost:%d", certificate-authority-data: %s}}]
                users: [{name: u, user: {token: abc}}]
                """
                        .formatted(server.getAddress().getPort(), ca);
        return Trial.of(
                        """
                        clusters: { lab: { kubeconfig: kube } }
                        checks:
                          it:
                            log: { kubernetes: { cluster: lab, namespace: shop, workload: deployment/web }, without: ERROR }
                        """)
                .secret("kube", kubeconfig);
    }

    private HttpsServer server() throws Exception {
        Path store = folder.resolve("store.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2");
        keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext(
                "/",
                e -> {
                    String path = e.getRequestURI().getPath();
                    String first = Instant.now() + " started\n";
                    String body =
                            path.endsWith("/deployments/web")
                                    ? WORKLOAD
                                    : path.endsWith("/pods")
                                            ? PODS
                                            : path.contains("web-1") ? first : second;
                    int status = body.equals("404") ? 404 : 200;
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    e.sendResponseHeaders(status, bytes.length);
                    e.getResponseBody().write(bytes);
                    e.close();
                });
        server.start();
        return server;
    }

    private void keytool(String... args) throws Exception {
        java.util.List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(args));
        command.addAll(
                java.util.List.of(
                        "-alias",
                        "k",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve("store.p12").toString(),
                        "-storepass",
                        PASSWORD));
        Process p =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(p.waitFor()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
    }
}
