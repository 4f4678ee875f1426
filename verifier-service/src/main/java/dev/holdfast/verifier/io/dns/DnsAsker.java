package dev.holdfast.verifier.io.dns;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.DnsCheck;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.net.TimedInput;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Asks a name server over UDP, past all caches of this machine, and over TCP when the answer is too
/// long for UDP. A question that gets lost is put three times within its time.
///
/// The JDK's own client is not used: it takes an address that was cut off for a shorter one.
public final class DnsAsker implements Asker<DnsCheck.Lookup> {
    private static final int LARGEST = 4_096;
    private static final int TRIES = 3;

    private final Dialer dialer;
    private final NameServers own;

    public DnsAsker(Dialer dialer) {
        this.dialer = dialer;
        this.own = NameServers.ofThisMachine();
    }

    @Override
    public Answer ask(DnsCheck.Lookup q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        InetAddress server =
                q.host() == null
                        ? own.first()
                        : dialer.addresses(q.host(), q.port(), terms).getFirst();
        DnsMessage question = DnsMessage.question(q.name(), q.type());
        try {
            DnsMessage.Reply reply = udp(question, server, q.port(), terms);
            if (reply.cut()) {
                reply = tcp(question, server, q.port(), terms);
            }
            return switch (reply.code()) {
                case 0 -> records(true, reply.records(), began);
                case 3 -> records(false, List.of(), began);
                default ->
                        throw new Unusable(
                                Why.BROKEN,
                                "%s answers with code %d".formatted(q.target(), reply.code()));
            };
        } catch (InterruptedIOException _) {
            throw terms.late();
        } catch (PortUnreachableException _) {
            throw new Unusable(Why.GONE, q.target() + " cannot be reached");
        } catch (IOException e) {
            throw new Unusable(
                    Why.BROKEN, "%s broke off: %s".formatted(q.target(), e.getMessage()));
        }
    }

    private static Answer records(boolean known, List<String> records, long began) {
        return new DnsCheck.Records(known, records, Duration.ofNanos(System.nanoTime() - began));
    }

    private static DnsMessage.Reply udp(
            DnsMessage question, InetAddress server, int port, Terms terms)
            throws IOException, Unusable {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server, port); // answers of others are dropped by the kernel
            int each = Math.max(1, terms.left() / TRIES);
            byte[] bytes = question.bytes();
            byte[] buffer = new byte[LARGEST];
            while (true) {
                socket.send(new DatagramPacket(bytes, bytes.length));
                socket.setSoTimeout(Math.min(each, terms.left()));
                DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException _) {
                    continue; // until the terms are over
                }
                byte[] came = Arrays.copyOf(buffer, answer.getLength());
                if (question.isAnsweredBy(came)) {
                    return question.read(came);
                }
            }
        }
    }

    private DnsMessage.Reply tcp(DnsMessage question, InetAddress server, int port, Terms terms)
            throws IOException, Unusable {
        try (Socket socket =
                Dialer.connect(List.of(server), server.getHostAddress(), port, terms)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(question.bytes().length);
            out.write(question.bytes());
            out.flush();
            DataInputStream in = new DataInputStream(new TimedInput(socket, terms));
            byte[] came = in.readNBytes(in.readUnsignedShort());
            if (!question.isAnsweredBy(came)) {
                throw new Unusable(Why.BROKEN, "the name server answers something else");
            }
            return question.read(came);
        }
    }
}
