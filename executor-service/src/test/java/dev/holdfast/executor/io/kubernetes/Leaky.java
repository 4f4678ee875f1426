package dev.holdfast.executor.io.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to the API server that loses answers: the request arrives and is done, the answer never comes
/// back. It passes bytes on and looks into none of them.
final class Leaky implements AutoCloseable {
    private final ServerSocket door;
    private final String host;
    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    /// @param place `host:port` of the real one
    Leaky(String place) throws IOException {
        int colon = place.lastIndexOf(':');
        this.host = place.substring(0, colon);
        this.port = Integer.parseInt(place.substring(colon + 1));
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Future<Void> _ = threads.submit(this::welcome);
    }

    int port() {
        return door.getLocalPort();
    }

    /// The answer to the n-th request from now on is lost, with its connection; later ones come.
    void losesAnswer(int n) {
        left.set(n);
    }

    boolean lost() {
        return left.get() <= 0;
    }

    private Void welcome() throws IOException {
        while (!door.isClosed()) {
            Socket from = door.accept();
            Socket to = new Socket(host, port);
            AtomicBoolean deaf = new AtomicBoolean();
            Future<Void> _ = threads.submit(() -> requests(from, to, deaf));
            Future<Void> _ = threads.submit(() -> answers(to, from, deaf));
        }
        return null;
    }

    private Void requests(Socket from, Socket to, AtomicBoolean deaf) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                // A request of ours fits into one buffer, and handshakes are over before we count.
                if (left.get() < Integer.MAX_VALUE && left.decrementAndGet() == 0) {
                    deaf.set(true);
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        }
        return null;
    }

    private static Void answers(Socket from, Socket to, AtomicBoolean deaf) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (deaf.get()) {
                    return null; // the server has answered: it is done, and nobody hears of it
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
