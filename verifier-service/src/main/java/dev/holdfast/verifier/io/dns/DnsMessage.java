package dev.holdfast.verifier.io.dns;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// One question to a name server (RFC 1035) and the strict reading of its answer: every length must
/// fit, and what is left over or missing makes it no answer.
final class DnsMessage {
    private static final Map<String, Integer> TYPES =
            Map.of("A", 1, "NS", 2, "CNAME", 5, "MX", 15, "TXT", 16, "AAAA", 28, "SRV", 33);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEADER = 12;
    private static final int MOST_RECORDS = 500;
    private static final int MOST_JUMPS = 50;

    /// @param cut the answer does not fit into UDP
    /// @param records of the type that was asked for
    record Reply(int code, boolean cut, List<String> records) {}

    private final byte[] bytes;
    private final int type;

    private DnsMessage(byte[] bytes, int type) {
        this.bytes = bytes;
        this.type = type;
    }

    static DnsMessage question(String name, String type) {
        int number = TYPES.getOrDefault(type, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] id = new byte[2];
        RANDOM.nextBytes(id);
        out.writeBytes(id);
        out.writeBytes(new byte[] {1, 0, 0, 1, 0, 0, 0, 0, 0, 0}); // recursion wanted, one question
        for (String label : name.replaceFirst("\\.$", "").split("\\.", -1)) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            if (text.length == 0 || text.length > 63) {
                throw new IllegalArgumentException("'%s' is no domain name".formatted(name));
            }
            out.write(text.length);
            out.writeBytes(text);
        }
        out.writeBytes(new byte[] {0, 0, (byte) number, 0, 1});
        return new DnsMessage(out.toByteArray(), number);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /// By the number and the question, which are given back.
    boolean isAnsweredBy(byte[] came) {
        int end = bytes.length;
        return came.length >= end
                && came[0] == bytes[0]
                && came[1] == bytes[1]
                && (came[2] & 0x80) != 0
                && Arrays.equals(lower(came, end), lower(bytes, end));
    }

    private static byte[] lower(byte[] message, int end) {
        return new String(message, HEADER, end - HEADER, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    Reply read(byte[] came) throws Unusable {
        try {
            ByteBuffer in = ByteBuffer.wrap(came);
            boolean cut = (came[2] & 2) != 0;
            int code = came[3] & 15;
            int count = Short.toUnsignedInt(in.getShort(6));
            if (cut || code != 0) {
                return new Reply(code, cut, List.of());
            }
            if (count > MOST_RECORDS) {
                throw broken("%d records".formatted(count));
            }
            in.position(bytes.length);
            List<String> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                record(in, records);
            }
            return new Reply(0, false, records);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException _) {
            throw broken("half an answer");
        }
    }

    private void record(ByteBuffer in, List<String> records) throws Unusable {
        name(in);
        int of = Short.toUnsignedInt(in.getShort());
        in.getShort();
        in.getInt();
        int length = Short.toUnsignedInt(in.getShort());
        int end = in.position() + length;
        if (end > in.limit()) {
            throw broken("half an answer");
        }
        if (of == type) {
            ByteBuffer data = in.duplicate();
            data.limit(in.limit());
            records.add(text(data, length));
            if (data.position() != end) {
                throw broken("a record is not as long as it says");
            }
        }
        in.position(end);
    }

    private String text(ByteBuffer data, int length) throws Unusable {
        return switch (type) {
            case 1, 28 -> address(data, length);
            case 15 -> Short.toUnsignedInt(data.getShort()) + " " + name(data);
            case 16 -> strings(data, length);
            case 33 ->
                    "%d %d %d %s"
                            .formatted(
                                    Short.toUnsignedInt(data.getShort()),
                                    Short.toUnsignedInt(data.getShort()),
                                    Short.toUnsignedInt(data.getShort()),
                                    name(data));
            default -> name(data);
        };
    }

    private String address(ByteBuffer data, int length) throws Unusable {
        if (length != (type == 1 ? 4 : 16)) {
            throw broken("an address of %d bytes".formatted(length));
        }
        byte[] address = new byte[length];
        data.get(address);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static String strings(ByteBuffer data, int length) {
        int end = data.position() + length;
        StringBuilder text = new StringBuilder();
        while (data.position() < end) {
            byte[] part = new byte[Byte.toUnsignedInt(data.get())];
            data.get(part);
            text.append(new String(part, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /// Names are packed: the rest of one may be said by pointing back.
    private static String name(ByteBuffer in) throws Unusable {
        List<String> labels = new ArrayList<>();
        ByteBuffer at = in;
        for (int jumps = 0; jumps < MOST_JUMPS; ) {
            int length = Byte.toUnsignedInt(at.get());
            if (length == 0) {
                return labels.stream().collect(Collectors.joining("."));
            }
            if (length >= 0xc0) {
                int to = (length & 0x3f) << 8 | Byte.toUnsignedInt(at.get());
                at = at.duplicate();
                at.position(to);
                jumps++;
            } else if (length < 64) {
                byte[] label = new byte[length];
                at.get(label);
                labels.add(new String(label, StandardCharsets.US_ASCII));
            } else {
                throw broken("a name that cannot be read");
            }
        }
        throw broken("a name that points in a circle");
    }

    private static Unusable broken(String says) {
        return new Unusable(Why.BROKEN, "the name server sent " + says);
    }
}
