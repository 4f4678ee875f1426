package dev.holdfast.verifier.domain.file;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a pack's checks may connect to: hosts by name, and the networks their names may lead to.
///
/// A listed name may resolve to public addresses only; private ones and loopback must be in
/// `networks`, be listed as an address themselves, or be `localhost`. Link-local, multicast and
/// metadata addresses are never reached, whatever a pack says.
///
/// @param hosts entries `host`, `host:port`, `*.domain`, `*.domain:port`; lower case
public record Reach(List<Entry> hosts, List<Network> networks) {
    private static final Pattern ENTRY =
            Pattern.compile(
                    "(\\[[0-9a-f:.]+]|(?:\\*\\.)?[a-z0-9][a-z0-9._-]{0,252})(?::(\\d{1,5}))?");

    /// Nothing at all.
    public static final Reach NOTHING = new Reach(List.of(), List.of());

    /// @param host a name, an address, or `*.domain`
    /// @param port null for any
    public record Entry(String host, @Nullable Integer port) {
        boolean fits(String name, int number) {
            boolean named =
                    host.startsWith("*.")
                            ? name.endsWith(host.substring(1)) && !Addresses.literal(name)
                            : name.equals(host);
            return named && (port == null || port == number);
        }
    }

    public Reach {
        hosts = List.copyOf(hosts);
        networks = List.copyOf(networks);
    }

    /// Why `host:port` may not be asked, or nothing.
    public Optional<String> refusal(String host, int port) {
        String name = plain(host);
        return hosts.stream().anyMatch(e -> e.fits(name, port))
                ? Optional.empty()
                : Optional.of(
                        "%s:%d is not among the hosts of checks.yml, so it was not asked"
                                .formatted(host, port));
    }

    /// Why an address that an allowed host resolved to may not be connected to, or nothing.
    public Optional<String> refusal(String host, InetAddress address) {
        String name = plain(host);
        String refused = "%s leads to %s, which ".formatted(host, address.getHostAddress());
        return switch (Addresses.kind(address)) {
            case NEVER -> Optional.of(refused + "is never reached");
            case OPEN -> Optional.empty();
            case INNER ->
                    itself(name, address) || networks.stream().anyMatch(n -> n.holds(address))
                            ? Optional.empty()
                            : Optional.of(
                                    refused
                                            + "is not public; list its network under 'networks' of"
                                            + " checks.yml if it is meant");
        };
    }

    private static boolean itself(String name, InetAddress address) {
        return (name.equals("localhost") && address.isLoopbackAddress()) || Addresses.literal(name);
    }

    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]")
                ? lower.substring(1, lower.length() - 1)
                : lower;
    }

    /// An entry as it is written; throws `IllegalArgumentException` for one that is none.
    public static Entry entry(String written) {
        String text = written.toLowerCase(Locale.ROOT);
        Matcher m = ENTRY.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no host, host:port or *.domain".formatted(written));
        }
        return new Entry(
                plain(m.group(1)), m.group(2) == null ? null : Integer.valueOf(m.group(2)));
    }
}
