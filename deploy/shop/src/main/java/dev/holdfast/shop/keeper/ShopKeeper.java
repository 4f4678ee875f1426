package dev.holdfast.shop.keeper;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.local.LocalException;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;
import dev.holdfast.shop.load.Customers;
import dev.holdfast.shop.load.Diary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// Keeps one shop open: its database, the shop itself (through `shopctl`), its customers, and a
/// page `GET /customers?seconds=10` with what they met. Ends with the process it was started for.
public final class ShopKeeper implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// In the shop's home: the process that keeps it.
    public static final String PID_FILE = "keeper.pid";

    private static final int PER_SECOND = 50;
    private static final int DEFAULT_SECONDS = 10;
    private static final long LOOK_MILLIS = 500;

    private final ShopHome home;
    private final LocalPostgres postgres;
    private final Customers customers;
    private final HttpServer page;

    private ShopKeeper(
            ShopHome home, LocalPostgres postgres, Customers customers, HttpServer page) {
        this.home = home;
        this.postgres = postgres;
        this.customers = customers;
        this.page = page;
    }

    /// Arguments: home folder, port base, process to end with.
    public static void main(String[] args) throws IOException, InterruptedException {
        long owner = Long.parseLong(args[2]);
        Files.createDirectories(Path.of(args[0]));
        Files.writeString(Path.of(args[0], PID_FILE), identity(ProcessHandle.current()));
        try (var keeper =
                open(new ShopHome(Path.of(args[0])), ShopPorts.of(Integer.parseInt(args[1])))) {
            Runtime.getRuntime().addShutdownHook(new Thread(keeper::close, "close-shop"));
            while (ProcessHandle.of(owner).map(ProcessHandle::isAlive).orElse(false)) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (LocalException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /// A process by number and start, so that a number used again is told apart.
    public static String identity(ProcessHandle process) {
        return "%d %s"
                .formatted(
                        process.pid(),
                        process.info().startInstant().map(Instant::toString).orElse("?"));
    }

    /// Opens a shop in its good release and sends customers to it.
    static ShopKeeper open(ShopHome home, ShopPorts ports)
            throws IOException, InterruptedException {
        if (Ports.isTaken(ports.shop()) || Ports.isTaken(ports.customers())) {
            throw new LocalException(
                    "The demo's shop needs the ports %d to %d, and one of them is taken."
                                    .formatted(ports.shop(), ports.database())
                            + " Is another demo running? `holdfast down` ends it.");
        }
        var postgres =
                LocalPostgres.start(
                        home.folder().resolve("database"), ports.database(), "shop", false);
        home.write(ports.shop(), postgres, ProcessHandle.current().pid());
        home.control("restart");
        var diary = new Diary();
        var customers =
                new Customers(
                        URI.create("http://127.0.0.1:" + ports.shop()),
                        PER_SECOND,
                        new Random(42),
                        diary);
        var page =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.customers()),
                        16);
        page.createContext("/customers", exchange -> answer(exchange, diary));
        page.start();
        return new ShopKeeper(home, postgres, customers, page);
    }

    private static void answer(HttpExchange exchange, Diary diary) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        int seconds =
                query.matches("seconds=[1-9]\\d{0,2}")
                        ? Integer.parseInt(query.substring(query.indexOf('=') + 1))
                        : DEFAULT_SECONDS;
        byte[] body = JSON.writeValueAsBytes(diary.last(Duration.ofSeconds(seconds)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        customers.close();
        page.stop(0);
        try {
            home.control("stop");
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres.close();
    }
}
