package dev.holdfast.executor.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP connection through our hands, to be cut, or to hold back what the other end answers.
final class Cable implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private boolean held;
    private volatile boolean cut;

    /// @param port ours; 0 for any
    Cable(int port, int target) throws IOException {
        this.target = target;
        door = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// From now on nothing that the other end says arrives.
    void hold() {
        lock.lock();
        try {
            held = true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            held = false;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends every connection, and every new one at once.
    void cut() {
        cut = true;
        sockets.forEach(Cable::end);
        release();
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                if (cut) {
                    end(near);
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> carry(near, far, false));
                Thread.ofVirtual().start(() -> carry(far, near, true));
            } catch (IOException _) {
                // The far end is away, or the door was closed: the loop's condition tells which.
            }
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (answers) {
                    awaitFlow();
                }
                out.write(chunk, 0, n);
            }
        } catch (IOException _) {
            // One end is gone: the other is told below.
        } finally {
            end(from);
            end(to);
        }
    }

    private void awaitFlow() {
        lock.lock();
        try {
            while (held) {
                flowing.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
