package dev.holdfast.verifier.io.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;

/// Speaks like Docker's engine on a Unix socket; what it says is up to the test.
public final class FakeEngine implements AutoCloseable {
    /// @param body as bytes, since logs are no text
    public record Reply(int status, ByteBuffer body) {
        public Reply(int status, byte[] body) {
            this(status, ByteBuffer.wrap(body));
        }

        public static Reply json(String text) {
            return new Reply(200, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final ServerSocketChannel server;
    private final Path socket;

    /// @param answers by the path that is asked for; null hangs
    public FakeEngine(Path folder, Function<String, Reply> answers) throws IOException {
        socket = folder.resolve("docker.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(() -> serve(answers));
    }

    public Path socket() {
        return socket;
    }

    private void serve(Function<String, Reply> answers) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.startVirtualThread(() -> talk(client, answers));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private static void talk(SocketChannel client, Function<String, Reply> answers) {
        try {
            ByteBuffer in = ByteBuffer.allocate(8 << 10);
            client.read(in);
            String path =
                    new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII)
                            .split(" ")[1];
            Reply reply = answers.apply(path);
            if (reply != null) {
                String head =
                        "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n"
                                .formatted(reply.status, reply.body.remaining());
                client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                client.write(reply.body.duplicate());
                client.close();
            }
        } catch (IOException _) {
            // the other side has gone
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
