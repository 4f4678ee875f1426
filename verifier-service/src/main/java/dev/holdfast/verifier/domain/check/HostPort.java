package dev.holdfast.verifier.domain.check;

import java.net.URI;

/// A place to connect to, read strictly.
record HostPort(String host, int port) {
    /// Throws [IllegalArgumentException] for what is no plain `host:port`.
    static HostPort of(String text) {
        URI parsed = URI.create("tcp://" + text);
        if (parsed.getHost() == null
                || parsed.getPort() < 1
                || parsed.getPort() > 65_535
                || !text.equals(parsed.getRawAuthority())
                || parsed.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'%s' is no host:port".formatted(text));
        }
        return new HostPort(parsed.getHost(), parsed.getPort());
    }
}
