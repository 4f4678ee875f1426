package dev.holdfast.local.fake;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Stands for any of the five services: ready at once, and tells its environment.
public final class FakeService {
    private FakeService() {}

    public static void serve() throws IOException {
        var server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(),
                                Integer.parseInt(System.getenv("HOLDFAST_PORT"))),
                        16);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = System.getenv().toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        server.start();
    }
}
