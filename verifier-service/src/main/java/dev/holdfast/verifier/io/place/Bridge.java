package dev.holdfast.verifier.io.place;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.io.command.Programs;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// One connection of loopback that goes through a program's input and output: the first that comes from
/// this service's own user is taken, and no other.
final class Bridge implements AutoCloseable {
    private static final int MOST_TROUBLE = 2_000;
    private static final int SHOWN = 300;
    private static final int WAITS_MILLIS = 200;

    private final ServerSocket door;
    private final Process process;
    private final CompletableFuture<String> errors;
    private final Neighbours neighbours;

    private Bridge(ServerSocket door, Process process, Neighbours neighbours) {
        this.neighbours = neighbours;
        this.door = door;
        this.process = process;
        this.errors =
                CompletableFuture.supplyAsync(
                        () -> text(process.getErrorStream()), Thread::startVirtualThread);
    }

    static Bridge open(List<String> line, Terms terms) throws Unusable {
        return open(line, terms, Neighbours.ofThisMachine());
    }

    /// @param neighbours who may come
    static Bridge open(List<String> line, Terms terms, Neighbours neighbours) throws Unusable {
        ServerSocket door;
        try {
            door = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new Unusable(Why.REFUSED, "no bridge can be opened: " + e.getMessage());
        }
        try {
            door.setSoTimeout(terms.left());
            Bridge bridge = new Bridge(door, Programs.start(line, false), neighbours);
            Thread.startVirtualThread(bridge::serve);
            return bridge;
        } catch (IOException e) {
            shut(door);
            throw new Unusable(Why.REFUSED, "no bridge can be opened: " + e.getMessage());
        } catch (Unusable e) {
            shut(door);
            throw e;
        }
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve() {
        try (Socket client = ours()) {
            door.close();
            client.setTcpNoDelay(true);
            Thread.startVirtualThread(() -> copy(client, process.getOutputStream()));
            pump(process.getInputStream(), client.getOutputStream());
        } catch (IOException _) {
            // whoever asked sees that the connection has ended
        }
    }

    /// The first connection of our own; another's is closed at once, and ours is still waited for.
    private Socket ours() throws IOException {
        while (true) {
            Socket client = door.accept();
            if (neighbours.ours(client.getPort(), door.getLocalPort())) {
                return client;
            }
            client.close();
        }
    }

    private static void copy(Socket from, OutputStream to) {
        try (to) {
            pump(from.getInputStream(), to);
        } catch (IOException _) {
            // as above
        }
    }

    private static void pump(InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[16 << 10];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            out.write(bytes, 0, n);
            out.flush();
        }
    }

    /// What the program said when it ended by itself and not well; empty else.
    String trouble() {
        try {
            if (process.waitFor(WAITS_MILLIS, TimeUnit.MILLISECONDS) && process.exitValue() != 0) {
                return Evidence.cut(errors.join().strip(), SHOWN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (CompletionException _) {
            return "its way cannot be read";
        }
        return "";
    }

    private static String text(InputStream in) {
        try {
            String said = new String(in.readNBytes(MOST_TROUBLE), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
            return said;
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        Programs.end(process);
        shut(door);
    }

    private static void shut(ServerSocket door) {
        try {
            door.close();
        } catch (IOException _) {
            // it is of no use any more, whatever state it is in
        }
    }
}
