package dev.holdfast.notifier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A door to a service that can be shut while connections are open, as a network does it.
final class Wall implements AutoCloseable {
    private final URI behind;
    private final ServerSocket door;
    private final Set<Socket> through = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    Wall(URI behind) throws IOException {
        this.behind = behind;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::let);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /// Every connection breaks, and no new one comes through.
    void falls() {
        shut = true;
        through.forEach(Wall::close);
        through.clear();
    }

    void rises() {
        shut = false;
    }

    private void let() {
        try {
            while (true) {
                Socket in = door.accept();
                if (shut) {
                    close(in);
                } else {
                    Socket out = new Socket(behind.getHost(), behind.getPort());
                    through.add(in);
                    through.add(out);
                    Thread.ofVirtual().start(() -> carry(in, out));
                    Thread.ofVirtual().start(() -> carry(out, in));
                }
            }
        } catch (IOException _) {
            // The test has closed the door.
        }
    }

    private static void carry(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            // One side is gone; closing tells the other.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        falls();
    }
}
