package dev.holdfast.verifier.domain.file;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// What sort of address it is, also where an IPv4 address hides inside an IPv6 one.
final class Addresses {
    /// Whether checks may connect to it.
    enum Kind {
        /// Public.
        OPEN,
        /// Private or loopback: only where the pack says so.
        INNER,
        /// Link-local, multicast, unspecified, reserved, metadata services of clouds.
        NEVER
    }

    private static final List<Network> NEVER =
            List.of(
                    Network.of("0.0.0.0/8"),
                    Network.of("169.254.0.0/16"),
                    Network.of("192.0.0.0/24"),
                    Network.of("224.0.0.0/3"),
                    Network.of("100.100.100.200/32"),
                    Network.of("168.63.129.16/32"),
                    Network.of("::/128"),
                    Network.of("fe80::/10"),
                    Network.of("ff00::/8"),
                    Network.of("fd00:ec2::254/128"),
                    Network.of("100::/64"));
    private static final List<Network> INNER =
            List.of(
                    Network.of("10.0.0.0/8"),
                    Network.of("172.16.0.0/12"),
                    Network.of("192.168.0.0/16"),
                    Network.of("100.64.0.0/10"),
                    Network.of("127.0.0.0/8"),
                    Network.of("198.18.0.0/15"),
                    Network.of("::1/128"),
                    Network.of("fc00::/7"),
                    Network.of("fec0::/10"));

    private Addresses() {}

    static Kind kind(InetAddress address) {
        InetAddress inner = unwrapped(address);
        if (NEVER.stream().anyMatch(n -> n.holds(address) || n.holds(inner))) {
            return Kind.NEVER;
        }
        // A tunnel to an address that may not be reached directly is no way around.
        return INNER.stream().anyMatch(n -> n.holds(address) || n.holds(inner))
                ? Kind.INNER
                : Kind.OPEN;
    }

    /// Whether a host is written as an address, in the one canonical way.
    static boolean literal(String host) {
        return host.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}") || host.indexOf(':') >= 0;
    }

    /// The IPv4 address inside a mapped, compatible, NAT64 or 6to4 address.
    private static InetAddress unwrapped(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] b = address.getAddress();
        if (starts(b, 0x00, 0x64, 0xff, 0x9b) || (zeros(b, 10) && pair(b, 10) == 0xffff)) {
            return v4(b, 12);
        }
        if (zeros(b, 12) && pair(b, 12) != 0) {
            return v4(b, 12);
        }
        return starts(b, 0x20, 0x02) ? v4(b, 2) : address;
    }

    private static boolean starts(byte[] b, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((b[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean zeros(byte[] b, int count) {
        for (int i = 0; i < count; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int pair(byte[] b, int at) {
        return ((b[at] & 0xff) << 8) | (b[at + 1] & 0xff);
    }

    private static InetAddress v4(byte[] b, int from) {
        try {
            return Inet4Address.getByAddress(Arrays.copyOfRange(b, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are always an address", e);
        }
    }
}
