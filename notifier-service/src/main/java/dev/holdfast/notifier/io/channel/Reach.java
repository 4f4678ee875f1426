package dev.holdfast.notifier.io.channel;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where channels must not lead: a pack names their addresses, and our answers show what came back.
/// Link-local addresses (the metadata of clouds), addresses that are nobody's, and Holdfast's own
/// services are never called.
///
/// The name is looked up here first. The JVM keeps what it found for 30 s, so the connection that
/// follows goes to an address that was looked at.
public final class Reach {
    /// Metadata services beside those on link-local addresses.
    private static final Set<String> METADATA =
            Set.of("100.100.100.200", "192.0.0.192", "fd00:ec2:0:0:0:0:0:254");

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@]*@)?([A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

    /// Looks up names.
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final List<URI> own;
    private final Resolver resolver;

    /// @param own addresses of Holdfast's services
    public Reach(List<URI> own, Resolver resolver) {
        this.own = List.copyOf(own);
        this.resolver = resolver;
    }

    /// Why this address is not called, if it is not.
    public Optional<String> refusal(URI url) {
        String host = host(url);
        if (host.isEmpty()) {
            return Optional.of("the address names no host");
        }
        if (own.stream().anyMatch(o -> same(o, url))) {
            return Optional.of("%s is one of Holdfast's own services".formatted(host));
        }
        try {
            for (InetAddress address : resolver.resolve(bare(host))) {
                if (forbidden(address)) {
                    return Optional.of(
                            "%s leads to %s, which no channel may reach"
                                    .formatted(host, address.getHostAddress()));
                }
            }
            return Optional.empty();
        } catch (UnknownHostException _) {
            return Optional.empty(); // the attempt itself says so, and is made again
        }
    }

    private boolean same(URI ours, URI url) {
        if (port(ours) != port(url)) {
            return false;
        }
        try {
            List<InetAddress> known = List.of(resolver.resolve(bare(host(ours))));
            for (InetAddress address : resolver.resolve(bare(host(url)))) {
                if (known.contains(address)
                        || (address.isLoopbackAddress()
                                && known.stream().anyMatch(InetAddress::isLoopbackAddress))) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException _) {
            return host(ours).equalsIgnoreCase(host(url));
        }
    }

    private static boolean forbidden(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(address.getHostAddress().toLowerCase(Locale.ROOT));
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /// Of names with `_`, too, which Java's addresses do not call a host; empty where there is none.
    private static String host(URI url) {
        String host = url.getHost();
        Matcher parts = parts(url);
        if (host != null) {
            return host;
        }
        return url.getRawAuthority() != null && parts.matches() ? parts.group(1) : "";
    }

    private static int port(URI url) {
        Matcher parts = parts(url);
        int said =
                url.getPort() >= 0 || !parts.matches() || parts.group(2) == null
                        ? url.getPort()
                        : Integer.parseInt(parts.group(2));
        return said >= 0 ? said : "https".equals(url.getScheme()) ? 443 : 80;
    }

    private static Matcher parts(URI url) {
        return AUTHORITY.matcher(String.valueOf(url.getRawAuthority()));
    }
}
