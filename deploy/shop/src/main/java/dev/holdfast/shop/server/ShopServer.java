package dev.holdfast.shop.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// The shop's HTTP API. Every answer is counted and timed under its route.
final class ShopServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 64 * 1024;
    private static final double NANOS = 1e9;

    /// Where teams whose production this shop plays ask for it.
    private static final List<String> HEALTH_PATHS =
            List.of(
                    "/readyz",
                    "/auth/health",
                    "/payment/health",
                    "/api/health",
                    "/actuator/health");

    /// As the status pages of providers say it.
    private static final Map<String, Map<String, String>> WELL =
            Map.of("status", Map.of("indicator", "none", "description", "All Systems Operational"));

    private final HttpServer server;
    private final Orders orders;
    private final Release release;
    private final ShopMetrics metrics;
    private final Flags flags = new Flags();
    private volatile boolean dark;

    /// What a route answers.
    private record Answer(int code, Object body) {}

    private interface Route {
        Answer answer(HttpExchange exchange) throws IOException, SQLException, InterruptedException;
    }

    /// Over a database, with its tables made where they are missing.
    static ShopServer of(int port, Connections connections, Release release)
            throws IOException, SQLException {
        var orders = new Orders(connections, release);
        var users = new Users(connections);
        orders.createSchema();
        users.createSchema();
        return new ShopServer(port, orders, users, release);
    }

    private ShopServer(int port, Orders orders, Users users, Release release) throws IOException {
        this.orders = orders;
        this.release = release;
        this.metrics = new ShopMetrics(release.version());
        this.server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        route("/products", "/products", _ -> new Answer(200, orders.products()));
        route("/orders", "/orders", this::takeOrder);
        route("/orders/", "/orders/{id}", this::showOrder);
        route("/health", "/health", _ -> health());
        route("/version", "/version", _ -> new Answer(200, Map.of("version", release.version())));
        for (String path : HEALTH_PATHS) {
            route(path, path, _ -> health());
        }
        for (String path : List.of("/api/users", "/api/staff", "/api/services")) {
            route(path, path, _ -> new Answer(200, users.some()));
        }
        route("/api/v2/status.json", "/api/v2/status.json", _ -> new Answer(200, WELL));
        route("/api/account", "/api/account", e -> known(e, Map.of("name", "probe")));
        route("/api/admin/features", "/api/admin/features", this::features);
        route("/lab/dark", "/lab/dark", this::goDark);
        server.createContext("/metrics", this::metrics);
    }

    /// Whoever shows any token is let in: whose it is does not matter in a lab.
    private static Answer known(HttpExchange exchange, Object body) {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        return token != null && token.startsWith("Bearer ")
                ? new Answer(200, body)
                : new Answer(401, Map.of("error", "a token is needed"));
    }

    private Answer features(HttpExchange exchange) throws IOException {
        Answer now = known(exchange, flags.all());
        return now.code() == 200 && exchange.getRequestMethod().equals("POST")
                ? new Answer(
                        200,
                        flags.set(JSON.readTree(exchange.getRequestBody().readNBytes(MOST_BYTES))))
                : now;
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void route(String path, String name, Route route) {
        server.createContext(
                path,
                exchange -> {
                    long start = System.nanoTime();
                    Answer answer = answer(exchange, route);
                    metrics.answered(
                            name,
                            exchange.getRequestMethod(),
                            answer.code(),
                            (System.nanoTime() - start) / NANOS);
                    send(
                            exchange,
                            answer.code(),
                            "application/json",
                            JSON.writeValueAsBytes(answer.body()));
                });
    }

    private static Answer answer(HttpExchange exchange, Route route) {
        try {
            return route.answer(exchange);
        } catch (IllegalArgumentException | JacksonException e) {
            return problem(400, e);
        } catch (SQLException | IOException e) {
            System.err.println(exchange.getRequestURI() + ": " + e.getMessage());
            return problem(500, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return problem(503, e);
        }
    }

    private static Answer problem(int code, Exception e) {
        return new Answer(code, Map.of("error", String.valueOf(e.getMessage())));
    }

    private Answer takeOrder(HttpExchange exchange)
            throws IOException, SQLException, InterruptedException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return new Answer(405, Map.of("error", "POST an order here"));
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        return new Answer(201, orders.take(cart(JSON.readTree(body))));
    }

    private static Cart cart(JsonNode json) {
        var lines = new ArrayList<Cart.Line>();
        for (JsonNode line : json.path("lines")) {
            lines.add(new Cart.Line(line.path("product").asInt(), line.path("pieces").asInt()));
        }
        return new Cart(lines);
    }

    private Answer showOrder(HttpExchange exchange) throws SQLException {
        String path = exchange.getRequestURI().getPath();
        long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        return orders.order(id)
                .map(order -> new Answer(200, order))
                .orElseGet(() -> new Answer(404, Map.of("error", "There is no order " + id)));
    }

    private Answer health() {
        return orders.databaseAnswers()
                ? new Answer(200, Map.of("status", "UP", "version", release.version()))
                : new Answer(
                        503, Map.of("status", "DOWN", "error", "the database does not answer"));
    }

    /// From now on it shows no metrics, as a release that lost them on the way.
    private Answer goDark(HttpExchange exchange) {
        if (exchange.getRequestMethod().equals("POST")) {
            dark = true;
        }
        return new Answer(200, Map.of("dark", dark));
    }

    private void metrics(HttpExchange exchange) throws IOException {
        if (dark) {
            send(exchange, 404, "text/plain; charset=utf-8", new byte[0]);
            return;
        }
        send(
                exchange,
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.text().getBytes(StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, int code, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Shop-Version", release.version());
        exchange.sendResponseHeaders(code, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
