package dev.holdfast.backbone.service;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether somebody on this machine asks for himself. A service on loopback alone is reached from
/// elsewhere too where a proxy stands before it, or where a page of a foreign name that resolves to
/// 127.0.0.1 is open in a browser here; neither may read without a token.
final class Nearness {
    /// What proxies add (RFC 7239, RFC 9110 and the habits before them).
    static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:]*)(:\\d{1,5})?");
    private static final Pattern NUMERIC =
            Pattern.compile("\\[[0-9a-fA-F:.]+]|127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private Nearness() {}

    /// @param host of the request, as the client named it
    /// @param headers names of all headers, in any case
    static boolean asksForItself(@Nullable String host, Collection<String> headers) {
        return headers.stream().noneMatch(Nearness::ofProxies) && host != null && isHere(host);
    }

    private static boolean ofProxies(String header) {
        return OF_PROXIES.stream().anyMatch(header::equalsIgnoreCase);
    }

    private static boolean isHere(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        if (name.equals("localhost")) {
            return true;
        }
        try {
            return NUMERIC.matcher(name).matches()
                    && InetAddress.getByName(name).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }
}
