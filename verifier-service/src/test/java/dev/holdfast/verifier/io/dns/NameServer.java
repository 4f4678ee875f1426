package dev.holdfast.verifier.io.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;

/// A name server over UDP that gives every question the same answer.
public final class NameServer implements AutoCloseable {
    /// @param code of the answer: 0 fine, 2 broken, 3 no such name
    /// @param addresses of type A
    public record Answer(int code, List<String> addresses, boolean silent, boolean half) {
        public static Answer of(String... addresses) {
            return new Answer(0, List.of(addresses), false, false);
        }

        public static Answer code(int code) {
            return new Answer(code, List.of(), false, false);
        }
    }

    private final DatagramSocket socket;
    private volatile Answer answer;

    public NameServer(Answer answer) throws IOException {
        this.answer = answer;
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
    }

    public void answers(Answer other) {
        answer = other;
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                if (!answer.silent) {
                    byte[] bytes = reply(buffer, question.getLength());
                    socket.send(
                            new DatagramPacket(bytes, bytes.length, question.getSocketAddress()));
                }
            } catch (IOException _) {
                // closed, as the test is over
            }
        }
    }

    private byte[] reply(byte[] question, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8180 | answer.code);
        out.writeShort(1);
        out.writeShort(answer.addresses.size());
        out.writeInt(0);
        out.write(question, 12, length - 12);
        for (String address : answer.addresses) {
            out.writeShort(0xc00c);
            out.writeShort(1);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(4);
            out.write(InetAddress.getByName(address).getAddress());
        }
        byte[] whole = bytes.toByteArray();
        return answer.half ? java.util.Arrays.copyOf(whole, whole.length - 3) : whole;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (UncheckedIOException _) {
            // nothing to do about it
        }
    }
}
