package dev.holdfast.shop.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Sends a steady mix of requests, each at its appointed time however slow the ones before are.
///
/// Of ten requests five look at the products, one looks at an order and four place one; every
/// second order holds four or more pieces of one product.
public final class Customers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PRODUCTS = 8;
    private static final int TEN = 10;
    private static final int LOOK = 5;
    private static final int LOOK_AT_ORDER = 6;
    private static final int MANY = 4;
    private static final int SERVER_ERROR = 500;

    private final URI shop;
    private final long everyNanos;
    private final RandomGenerator random;
    private final Diary diary;
    private final AtomicLong lastOrder = new AtomicLong(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .executor(threads)
                    .build();
    private final Thread pace;
    private volatile boolean closed;

    /// @param perSecond requests per second
    public Customers(URI shop, int perSecond, RandomGenerator random, Diary diary) {
        this.shop = shop;
        this.everyNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.random = random;
        this.diary = diary;
        this.pace = Thread.ofPlatform().name("customers").daemon().start(this::pace);
    }

    private void pace() {
        long next = System.nanoTime();
        for (long number = 0; !closed; number++) {
            HttpRequest request = request(number);
            threads.execute(() -> send(request));
            next += everyNanos;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private HttpRequest request(long number) {
        int turn = (int) (number % TEN);
        if (turn < LOOK) {
            return to("/products").GET().build();
        }
        if (turn < LOOK_AT_ORDER) {
            return to("/orders/" + lastOrder.get()).GET().build();
        }
        int pieces = number % 2 == 0 ? MANY + random.nextInt(2) : 1 + random.nextInt(2);
        return to("/orders")
                .header("Content-Type", "application/json")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                """
                                {"lines":[{"product":%d,"pieces":%d}]}\
                                """
                                        .formatted(1 + random.nextInt(PRODUCTS), pieces)))
                .build();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(shop.resolve(path)).timeout(PATIENCE);
    }

    private void send(HttpRequest request) {
        long start = System.nanoTime();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            diary.note(
                    answer.statusCode() < SERVER_ERROR,
                    System.nanoTime() - start,
                    answer.headers().firstValue("X-Shop-Version").orElse("?"));
            if (answer.statusCode() == 201) {
                lastOrder.incrementAndGet();
            }
        } catch (IOException e) {
            if (!closed) {
                diary.note(false, System.nanoTime() - start, "none");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(pace);
        http.shutdownNow();
        threads.shutdownNow();
    }
}
