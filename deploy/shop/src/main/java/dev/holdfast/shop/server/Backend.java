package dev.holdfast.shop.server;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Properties;

/// One release of a shop's API within this process, for labs where something else decides which
/// release runs.
public final class Backend implements AutoCloseable {
    private final ShopServer server;
    private final Connections connections;

    private Backend(ShopServer server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    /// Starts it on a port of the loopback; its tables are made where they are missing.
    ///
    /// @param jdbcUrl with user and password in `login`
    public static Backend start(int port, String jdbcUrl, Properties login, Release release)
            throws IOException, SQLException {
        var connections = new Connections(jdbcUrl, login);
        var server = ShopServer.of(port, connections, release);
        server.start();
        return new Backend(server, connections);
    }

    @Override
    public void close() {
        server.close();
        connections.close();
    }
}
