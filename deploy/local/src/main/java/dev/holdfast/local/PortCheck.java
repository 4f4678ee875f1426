package dev.holdfast.local;

/// Says who is in the way when a port is taken.
final class PortCheck {
    private PortCheck() {}

    static LocalException taken(String part, int port) {
        return new LocalException(
                "Port %d, which %s needs, is taken by %s. Stop that, or choose"
                                .formatted(
                                        port,
                                        part,
                                        PortHolder.of(port).orElse("an unknown process"))
                        + " other ports with --port-base (or HOLDFAST_PORT_BASE).");
    }
}
