package dev.holdfast.trials.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A way over TCP from one service to its broker or its database, which can be cut, or let nothing
/// through in one direction or both: the peer then waits, as behind a network that drops packets.
final class Passage implements AutoCloseable {
    /// Which bytes wait.
    enum Way {
        THERE,
        BACK,
        BOTH
    }

    private static final int BUFFER = 16 * 1024;

    private final int target;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean cut;
    private boolean heldThere;
    private boolean heldBack;

    /// @param target a port of the loopback, where nobody need listen yet
    Passage(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = threads.submit(this::lets);
    }

    int port() {
        return door.getLocalPort();
    }

    /// Everybody is thrown out, and nobody let in, until [#heals].
    synchronized void cuts() {
        cut = true;
        open.forEach(Passage::close);
    }

    synchronized void holds(Way way) {
        heldThere = way != Way.BACK;
        heldBack = way != Way.THERE;
    }

    synchronized void heals() {
        cut = false;
        heldThere = false;
        heldBack = false;
        notifyAll();
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private synchronized void mayPass(boolean there) throws InterruptedException {
        while (there ? heldThere : heldBack) {
            wait();
        }
    }

    private void lets() {
        while (!door.isClosed()) {
            try {
                Socket in = door.accept();
                var _ = threads.submit(() -> leads(in));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void leads(Socket in) {
        open.add(in);
        try (in;
                Socket out = new Socket(InetAddress.getLoopbackAddress(), target)) {
            if (isCut()) {
                return;
            }
            open.add(out);
            var back = threads.submit(() -> carries(out, in, false));
            carries(in, out, true);
            back.get();
            open.remove(out);
        } catch (IOException | java.util.concurrent.ExecutionException _) {
            close(in); // nobody listens behind it: the service sees that at once
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(in);
        }
    }

    private void carries(Socket from, Socket to, boolean there) {
        byte[] bytes = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                mayPass(there);
                out.write(bytes, 0, n);
            }
        } catch (IOException _) {
            close(from);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Passage::close);
        threads.shutdownNow();
    }
}
