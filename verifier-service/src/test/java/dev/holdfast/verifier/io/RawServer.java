package dev.holdfast.verifier.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that answers every request with exactly the bytes and pauses that a test wants.
public final class RawServer implements AutoCloseable {
    /// Sends whatever it likes.
    @FunctionalInterface
    public interface Script {
        void answer(String request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Script script;

    public RawServer(Script script) {
        this.script = script;
        try {
            socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::serve);
    }

    /// One that always sends the same text and closes.
    public static RawServer saying(String text) {
        return new RawServer((_, out) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    public void script(Script other) {
        script = other;
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /// Heads of all requests so far.
    public List<String> requests() {
        return requests;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.startVirtualThread(() -> talk(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine();
                    line != null && !line.isEmpty();
                    line = in.readLine()) {
                head.append(line).append('\n');
            }
            requests.add(head.toString());
            script.answer(head.toString(), client.getOutputStream());
            client.getOutputStream().flush();
        } catch (IOException | InterruptedException _) {
            // the other side has gone, as some tests want
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
