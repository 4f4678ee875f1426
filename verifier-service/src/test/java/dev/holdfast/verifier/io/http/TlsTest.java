package dev.holdfast.verifier.io.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// A real TLS server whose certificate names `localhost` and nothing else.
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir Path folder = Path.of("");

    @Test
    void only_a_server_that_somebody_vouches_for_under_its_name_is_believed() throws Exception {
        SSLContext trusting = context();
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusting));
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write(new byte[] {'o', 'k'});
                    exchange.close();
                });
        server.start();
        int port = server.getAddress().getPort();
        try {
            Exchange trusts = new Exchange(Dialer.system(), trusting.getSocketFactory());
            Exchange knowsNobody =
                    new Exchange(Dialer.system(), (SSLSocketFactory) SSLSocketFactory.getDefault());
            Answer.Http answer =
                    trusts.send(World.get("https://localhost:" + port + "/"), World.terms(5_000));
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(why(trusts, "https://127.0.0.1:" + port + "/")).isEqualTo(Answer.Why.BROKEN);
            assertThat(why(knowsNobody, "https://localhost:" + port + "/"))
                    .isEqualTo(Answer.Why.BROKEN);
        } finally {
            server.stop(0);
        }
    }

    private static Answer.Why why(Exchange exchange, String url) {
        return catchThrowableOfType(
                        Unusable.class, () -> exchange.send(World.get(url), World.terms(5_000)))
                .answer(Duration.ZERO)
                .why();
    }

    private SSLContext context() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "shop",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
