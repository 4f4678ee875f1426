package dev.holdfast.verifier.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that takes connections, and then does with them what a test wants: hangs, sends a few
/// bytes and hangs, or sends a few bytes and hangs up.
public final class Silence implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();

    private Silence(byte[] bytes, boolean hangsUp) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(() -> serve(bytes, hangsUp));
    }

    public static Silence hanging() {
        return new Silence(new byte[0], false);
    }

    public static Silence hangingUpAfter(byte[] bytes) {
        return new Silence(bytes, true);
    }

    public int port() {
        return server.getLocalPort();
    }

    private void serve(byte[] bytes, boolean hangsUp) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                clients.add(client);
                client.getOutputStream().write(bytes);
                client.getOutputStream().flush();
                if (hangsUp) {
                    client.close();
                }
            } catch (IOException _) {
                // the client or the test has gone
            }
        }
    }

    /// A port of loopback on which nobody listens.
    public static int nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
