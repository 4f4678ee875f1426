package dev.holdfast.verifier.io.every;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between a check and a real server, and breaks what comes back after so many bytes. What has
/// broken stays broken: a new connection goes no further than the one before.
final class Mischief implements AutoCloseable {
    enum How {
        NOTHING,
        /// The connection ends in order.
        CUT,
        /// The connection ends with a reset.
        RESET,
        /// Nothing more comes, and the connection stays.
        STALL,
        NOISE,
        /// The page of a proxy that says 200 and means an error.
        PAGE,
        /// A friendly page of something else that listens there.
        WELCOME
    }

    private static final byte[] ERROR_PAGE =
            """
            HTTP/1.1 200 OK\r
            Content-Type: text/html\r
            \r
            <html><head><title>502 Bad Gateway</title></head><body>An error occurred</body></html>
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private static final byte[] WELCOME_PAGE =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><h1>Welcome!</h1></html>"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Target target;
    private final int upstream;
    private final How how;
    private final long after;
    private final long seed;
    private long passed;

    /// @param after so many bytes of the server's come through, over all connections
    Mischief(Target target, int upstream, How how, long after, long seed) {
        this.target = target;
        this.upstream = upstream;
        this.how = how;
        this.after = how == How.NOTHING ? Long.MAX_VALUE : after;
        this.seed = seed;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// How many of the server's bytes came through.
    synchronized long passed() {
        return passed;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void connect(Socket client) {
        try (Socket real = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            sockets.add(real);
            real.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.startVirtualThread(() -> ask(client, real));
            answer(real.getInputStream(), client);
        } catch (IOException _) {
            // one of the two has gone, which is what this is for
        }
    }

    private static void ask(Socket client, Socket real) {
        try {
            InputStream in = client.getInputStream();
            OutputStream out = real.getOutputStream();
            byte[] bytes = new byte[8 << 10];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
                out.flush();
            }
            real.shutdownOutput();
        } catch (IOException _) {
            // as above
        }
    }

    private void answer(InputStream in, Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        if (share(0) == 0 && how != How.NOTHING) {
            breakOff(client);
            return;
        }
        for (byte[] piece = piece(in); piece.length > 0; piece = piece(in)) {
            int through = share(piece.length);
            out.write(piece, 0, through);
            out.flush();
            if (through < piece.length) {
                breakOff(client);
                return;
            }
        }
        client.close();
    }

    /// How many of these may come through; asked for none it says whether any may.
    private synchronized int share(int wanted) {
        if (wanted == 0) {
            return passed < after ? 1 : 0;
        }
        int share = (int) Math.min(wanted, after - passed);
        passed += share;
        return share;
    }

    private byte[] piece(InputStream in) throws IOException {
        if (!target.namesItsPort()) {
            byte[] bytes = new byte[8 << 10];
            int n = in.read(bytes);
            return n < 0 ? new byte[0] : java.util.Arrays.copyOf(bytes, n);
        }
        byte[] length = in.readNBytes(4);
        if (length.length < 4) {
            return new byte[0];
        }
        byte[] body = new byte[ByteBuffer.wrap(length).getInt()];
        new DataInputStream(in).readFully(body);
        return ByteBuffer.allocate(4 + body.length).put(length).put(renamed(body)).array();
    }

    /// Whoever asks a broker where the others are shall come here again.
    private byte[] renamed(byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        for (int i = 0; i + 4 <= body.length; i++) {
            if (bytes.getInt(i) == upstream) {
                bytes.putInt(i, port());
            }
        }
        return body;
    }

    private void breakOff(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        switch (how) {
            case STALL -> {
                return;
            }
            case RESET -> client.setSoLinger(true, 0);
            case NOISE -> {
                byte[] noise = new byte[new Random(seed).nextInt(1, 400)];
                new Random(seed + 1).nextBytes(noise);
                out.write(noise);
            }
            case PAGE -> out.write(ERROR_PAGE);
            case WELCOME -> out.write(WELCOME_PAGE);
            case CUT, NOTHING -> out.flush();
        }
        client.close();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
