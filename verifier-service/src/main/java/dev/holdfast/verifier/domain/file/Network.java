package dev.holdfast.verifier.domain.file;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A range of addresses such as `10.0.0.0/8` or `fc00::/7`.
public final class Network {
    private final String written;
    private final byte[] prefix;
    private final int bits;

    private Network(String written, byte[] prefix, int bits) {
        this.written = written;
        this.prefix = prefix;
        this.bits = bits;
    }

    /// Throws `IllegalArgumentException` when it is none.
    public static Network of(String written) {
        int slash = written.indexOf('/');
        String address = slash < 0 ? written : written.substring(0, slash);
        if (!Addresses.literal(address)) { // never a name: that would be looked up
            throw wrong(written);
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits =
                    slash < 0 ? bytes.length * 8 : Integer.parseInt(written.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                throw wrong(written);
            }
            return new Network(written, bytes, bits);
        } catch (UnknownHostException | NumberFormatException _) {
            throw wrong(written);
        }
    }

    boolean holds(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        if (!Arrays.equals(other, 0, whole, prefix, 0, whole)) {
            return false;
        }
        int mask = rest == 0 ? 0 : 0xff << (8 - rest) & 0xff;
        return rest == 0 || (other[whole] & mask) == (prefix[whole] & mask);
    }

    @Override
    public String toString() {
        return written;
    }

    private static IllegalArgumentException wrong(String written) {
        return new IllegalArgumentException(
                "'%s' is no network such as 10.0.0.0/8".formatted(written));
    }
}
