package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.rollback.Finding;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A command in a container over a web socket, against a server that speaks as the API server does.
class ExecSessionTest {
    private static final String SUCCESS = "{\"status\":\"Success\"}";
    private static final String CODE_3 =
            "{\"status\":\"Failure\",\"message\":\"command terminated\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"3\"}]}}";

    private final CompletableFuture<String> asked = new CompletableFuture<>();

    /// Each message is a channel's digit and its text.
    private Finding run(List<String> messages, Duration limit) throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> serve(door, messages));
            URI uri = URI.create("http://127.0.0.1:" + door.getLocalPort());
            try (Cluster cluster =
                    new Cluster(new Access(uri, null, null, null, "token"), (m, p) -> {})) {
                return new ExecSession(cluster)
                        .run(
                                new Ref(Kind.POD, "shop", "web-1"),
                                "web",
                                List.of("/bin/echo", "a b;c"),
                                limit);
            } finally {
                server.interrupt();
            }
        }
    }

    private void serve(ServerSocket door, List<String> messages) {
        try (Socket socket = door.accept()) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            asked.complete(in.readLine());
            String key = "";
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            OutputStream out = socket.getOutputStream();
            out.write(hello(key).getBytes(StandardCharsets.ISO_8859_1));
            for (String message : messages) {
                byte[] text = message.getBytes(StandardCharsets.UTF_8);
                text[0] = (byte) (text[0] - '0');
                out.write(0x82);
                out.write(
                        text.length < 126
                                ? new byte[] {(byte) text.length}
                                : new byte[] {126, (byte) (text.length >> 8), (byte) text.length});
                out.write(text);
            }
            out.flush();
            if (!messages.isEmpty()) {
                in.read(); // until the client says goodbye
            } else {
                Thread.sleep(Duration.ofSeconds(5));
            }
        } catch (IOException | InterruptedException | java.security.NoSuchAlgorithmException e) {
            asked.completeExceptionally(e);
        }
    }

    private static String hello(String key) throws java.security.NoSuchAlgorithmException {
        byte[] hash =
                MessageDigest.getInstance("SHA-1")
                        .digest(
                                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                        .getBytes(StandardCharsets.ISO_8859_1));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Protocol: v4.channel.k8s.io\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(hash)
                + "\r\n\r\n";
    }

    @Test
    void its_output_and_its_success_come_back_and_words_stay_words() throws Exception {
        Finding finding = run(List.of("1hello ", "2world", "3" + SUCCESS), Duration.ofSeconds(10));
        assertThat(finding).isEqualTo(new Finding.Done("hello world"));
        assertThat(asked.join())
                .startsWith("GET /api/v1/namespaces/shop/pods/web-1/exec?")
                .contains("container=web&command=%2Fbin%2Fecho&command=a+b%3Bc");
    }

    @Test
    void another_exit_code_is_a_failed_step() throws Exception {
        assertThat(run(List.of("1no", "3" + CODE_3), Duration.ofSeconds(10)))
                .isEqualTo(new Finding.NotDone("it ended with code 3", "no"));
    }

    @Test
    void one_that_does_not_end_in_time_is_not_known() throws Exception {
        assertThat(run(List.of(), Duration.ofMillis(700))).isInstanceOf(Finding.Unsure.class);
    }
}
