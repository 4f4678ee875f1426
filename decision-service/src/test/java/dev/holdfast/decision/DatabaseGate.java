package dev.holdfast.decision;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Stands between one instance and PostgreSQL and reads along, so that the instance can be killed at
/// an exact boundary: before the database hears of something, or after it has done it and before the
/// instance hears of that.
final class DatabaseGate implements AutoCloseable {
    private static final int STARTUP = 196_608;

    /// An answer without rows is shorter.
    private static final int ROWS = 500;

    /// Where an instance dies.
    enum Boundary {
        /// It has taken an event in; the database has not.
        BEFORE_COMMIT("COMMIT", false),
        /// The database has it; the offset is not committed, and nothing was sent.
        AFTER_COMMIT("COMMIT", true),
        /// The outbox was read; Kafka's transaction is open or about to be.
        BEFORE_KAFKA("SELECT position, topic", true),
        /// Kafka has it; the outbox does not know.
        AFTER_KAFKA("DELETE FROM outbox", false),
        /// The outbox knows; the instance does not.
        AFTER_SENT("DELETE FROM outbox", true);

        private final String statement;
        private final boolean answered;

        Boundary(String statement, boolean answered) {
            this.statement = statement;
            this.answered = answered;
        }
    }

    private final ServerSocket door;
    private final int database;
    private final AtomicReference<@Nullable Boundary> armed;
    private final Runnable death;

    /// @param armed shared by the gates of both instances: who comes there first dies
    DatabaseGate(int database, AtomicReference<@Nullable Boundary> armed, Runnable death)
            throws IOException {
        this.database = database;
        this.armed = armed;
        this.death = death;
        door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Line line = new Line(client, server);
                Thread.ofVirtual().start(line::asks);
                Thread.ofVirtual().start(line::answers);
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    /// One connection.
    private final class Line {
        private final Socket client;
        private final Socket server;
        private final Map<String, String> statements = new ConcurrentHashMap<>();
        private final AtomicReference<@Nullable Boundary> awaited = new AtomicReference<>();
        private String bound = "";

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void asks() {
            try (client;
                    server) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = server.getOutputStream();
                while (hello(in, out) != STARTUP) {}
                while (true) {
                    int type = in.read();
                    if (type < 0) {
                        return;
                    }
                    byte[] body = body(in);
                    if (boundary(type, body)) {
                        return;
                    }
                    byte[] frame = new byte[body.length + 5];
                    frame[0] = (byte) type;
                    length(frame, 1, body.length + 4);
                    System.arraycopy(body, 0, frame, 5, body.length);
                    out.write(frame);
                }
            } catch (IOException _) {
                // One of the two has gone; the other is told by the end of its line.
            }
        }

        private int hello(DataInputStream in, OutputStream out) throws IOException {
            byte[] body = body(in);
            byte[] frame = new byte[body.length + 4];
            length(frame, 0, frame.length);
            System.arraycopy(body, 0, frame, 4, body.length);
            out.write(frame);
            return (body[0] & 0xff) << 24
                    | (body[1] & 0xff) << 16
                    | (body[2] & 0xff) << 8
                    | (body[3] & 0xff);
        }

        private byte[] body(DataInputStream in) throws IOException {
            return in.readNBytes(in.readInt() - 4);
        }

        private static void length(byte[] frame, int at, int length) {
            frame[at] = (byte) (length >>> 24);
            frame[at + 1] = (byte) (length >>> 16);
            frame[at + 2] = (byte) (length >>> 8);
            frame[at + 3] = (byte) length;
        }

        /// True when the instance has died here.
        private boolean boundary(int type, byte[] body) {
            String[] texts = new String(body, StandardCharsets.ISO_8859_1).split("\0", 3);
            switch (type) {
                case 'P' -> statements.put(texts[0], texts.length > 1 ? texts[1] : "");
                case 'B' -> bound = statements.getOrDefault(texts.length > 1 ? texts[1] : "", "");
                case 'Q' -> bound = texts[0];
                default -> {}
            }
            Boundary boundary = armed.get();
            if (boundary == null
                    || !(type == 'E' || type == 'Q')
                    || !bound.startsWith(boundary.statement)) {
                return false;
            }
            if (boundary.answered) {
                awaited.set(boundary);
                return false;
            }
            return dies(boundary);
        }

        private boolean dies(Boundary boundary) {
            if (!armed.compareAndSet(boundary, null)) {
                return false;
            }
            death.run();
            return true;
        }

        void answers() {
            byte[] buffer = new byte[1 << 16];
            try (client;
                    server) {
                int n = server.getInputStream().read(buffer);
                while (n >= 0) {
                    Boundary boundary = awaited.getAndSet(null);
                    boolean rows = boundary != Boundary.BEFORE_KAFKA || n > ROWS;
                    if (boundary == null || !rows) {
                        client.getOutputStream().write(buffer, 0, n);
                    } else if (boundary == Boundary.BEFORE_KAFKA) {
                        client.getOutputStream().write(buffer, 0, n);
                        if (dies(boundary)) {
                            return;
                        }
                    } else if (dies(boundary)) {
                        return;
                    } else {
                        client.getOutputStream().write(buffer, 0, n);
                    }
                    n = server.getInputStream().read(buffer);
                }
            } catch (IOException _) {
                // One of the two has gone; the other is told by the end of its line.
            }
        }
    }
}
