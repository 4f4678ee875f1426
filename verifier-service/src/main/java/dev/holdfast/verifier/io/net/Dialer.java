package dev.holdfast.verifier.io.net;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Standpoint;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Opens connections for checks. A name is looked up once, its addresses are checked, and the
/// connection goes to a checked address: a name that changes its mind in between gains nothing.
public final class Dialer {
    /// Looks up names.
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;

    public Dialer(Resolver resolver) {
        this.resolver = resolver;
    }

    /// With the system's own resolver.
    public static Dialer system() {
        return new Dialer(InetAddress::getAllByName);
    }

    /// The addresses of an allowed host. If one of them is not allowed, none is: names that lead to
    /// both a good and a forbidden address are how such walls are climbed.
    public List<InetAddress> addresses(String host, int port, Terms terms) throws Unusable {
        Optional<String> unlisted = terms.reach().refusal(host, port);
        if (unlisted.isPresent()) {
            throw new Unusable(Why.REFUSED, unlisted.get());
        }
        List<InetAddress> addresses = resolve(host);
        for (InetAddress address : addresses) {
            Optional<String> refusal = terms.reach().refusal(host, address);
            if (refusal.isPresent()) {
                throw new Unusable(Why.REFUSED, refusal.get());
            }
        }
        return addresses;
    }

    /// Where a connection to an allowed host goes.
    public record Way(List<InetAddress> addresses, int port) {
        public InetAddress first() {
            return addresses.getFirst();
        }
    }

    /// From here to the checked addresses; from elsewhere over a bridge. What a name means over there
    /// only the other side knows, so there it must be listed by that name, and nothing else can be
    /// looked at but addresses that are written out.
    public Way way(String host, int port, Terms terms) throws Unusable {
        Standpoint there = terms.standpoint();
        if (there == null) {
            return new Way(addresses(host, port, terms), port);
        }
        Optional<String> refusal = terms.reach().refusal(host, port).or(() -> never(host, terms));
        if (refusal.isPresent()) {
            throw new Unusable(Why.REFUSED, refusal.get());
        }
        return new Way(List.of(InetAddress.getLoopbackAddress()), there.bridge(host, port, terms));
    }

    private static Optional<String> never(String host, Terms terms) {
        try {
            return terms.reach().refusal(host, InetAddress.ofLiteral(bare(host)));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // a name
        }
    }

    /// A connection to an allowed host.
    public Socket dial(String host, int port, Terms terms) throws Unusable {
        Way way = way(host, port, terms);
        return connect(way.addresses(), host, way.port(), terms);
    }

    /// A connection to one of our own services, which no pack names.
    public Socket dialOwn(String host, int port, Terms terms) throws Unusable {
        return connect(resolve(host), host, port, terms);
    }

    private List<InetAddress> resolve(String host) throws Unusable {
        try {
            return List.of(resolver.resolve(bare(host)));
        } catch (UnknownHostException _) {
            throw new Unusable(Why.GONE, "no address is known for host " + host);
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /// A connection to the first of these that answers; they must have been checked.
    public static Socket connect(List<InetAddress> addresses, String host, int port, Terms terms)
            throws Unusable {
        IOException last = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), terms.left());
                return socket;
            } catch (IOException e) {
                last = e;
                close(socket);
            }
        }
        if (last instanceof SocketTimeoutException) {
            throw terms.late();
        }
        throw new Unusable(
                Why.GONE,
                "%s:%d cannot be reached: %s"
                        .formatted(host, port, last == null ? "no address" : last.getMessage()));
    }

    /// Closes what is of no use any more, whatever state it is in.
    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // nothing more can be done with it, and nothing was lost
        }
    }
}
