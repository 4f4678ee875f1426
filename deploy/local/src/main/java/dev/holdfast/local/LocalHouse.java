package dev.holdfast.local;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// The whole house on this machine: broker and database side by side, then the five services at
/// once. Closing it stops everything in the opposite order.
public final class LocalHouse implements AutoCloseable {
    private final HouseSettings settings;
    private final PartBook book;
    private final Map<Service, LocalService> services = new EnumMap<>(Service.class);
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors() + 1);
    private @Nullable LocalKafka kafka;
    private @Nullable LocalPostgres postgres;
    private volatile boolean closing;

    private LocalHouse(HouseSettings settings, PartBook book) {
        this.settings = settings;
        this.book = book;
    }

    /// Starts everything and returns when every part is ready; after a failure nothing is left
    /// running.
    public static LocalHouse start(HouseSettings settings) {
        return start(settings, PartBook.unread(settings));
    }

    static LocalHouse start(HouseSettings settings, PartBook book) {
        refuseWhenNotPossible(settings);
        Tokens.ensure(settings);
        var house = new LocalHouse(settings, book);
        try {
            house.startAll();
            return house;
        } catch (RuntimeException e) {
            house.close();
            throw e instanceof CompletionException && e.getCause() instanceof LocalException cause
                    ? cause
                    : e;
        }
    }

    private static void refuseWhenNotPossible(HouseSettings settings) {
        refuseWhenTaken("Kafka", settings.kafkaPort());
        refuseWhenTaken("PostgreSQL", settings.postgresPort());
        for (Service service : Service.values()) {
            refuseWhenTaken(service.module(), settings.port(service));
        }
        Memory.refuseWhenShort();
    }

    private static void refuseWhenTaken(String part, int port) {
        if (Ports.isTaken(port)) {
            throw PortCheck.taken(part, port);
        }
    }

    private void startAll() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            joinOrAbandon(
                    List.of(run(threads, this::startKafka), run(threads, this::startPostgres)));
            joinOrAbandon(
                    List.of(Service.values()).stream()
                            .map(service -> run(threads, () -> startInTurn(service)))
                            .toList());
        }
    }

    /// Not more at a time than the cores can serve: a start that gets too little of them runs into
    /// its own time limits. One that fails for such a reason has a second try.
    private void startInTurn(Service service) {
        turns.acquireUninterruptibly();
        try {
            startService(service);
        } catch (LocalException e) {
            if (closing || !book.mayRestart(service.shortName(), -1)) {
                throw e;
            }
            startService(service);
        } finally {
            turns.release();
        }
    }

    /// The first failure ends the start: services that still start are killed, which loses nothing
    /// and does not wait for their start-up caches.
    private void joinOrAbandon(List<CompletableFuture<Void>> starts) {
        var failed = new CompletableFuture<Void>();
        starts.forEach(start ->
                start.exceptionally(e -> {
                    failed.completeExceptionally(e);
                    return null;
                }));
        try {
            CompletableFuture.anyOf(
                            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)),
                            failed)
                    .join();
        } catch (CompletionException e) {
            closing = true;
            synchronized (services) {
                services.values().forEach(service -> service.process().kill());
            }
            throw e;
        }
    }

    private void startKafka() {
        kafka =
                book.starting(
                        "kafka",
                        () ->
                                LocalKafka.start(
                                        settings.data().resolve("kafka"),
                                        settings.kafkaPort(),
                                        settings.train()));
        book.ready("kafka", kafka.pid());
        watch("kafka", kafka.process(), this::startKafka);
    }

    private void startPostgres() {
        postgres =
                book.starting(
                        "postgres",
                        () ->
                                LocalPostgres.start(
                                        settings.data().resolve("postgres"),
                                        settings.postgresPort(),
                                        "holdfast",
                                        true));
        book.ready("postgres", postgres.pid());
        watch("postgres", postgres.process(), this::startPostgres);
    }

    private void startService(Service service) {
        LocalService started =
                book.starting(
                        service.shortName(),
                        () -> {
                            var launched =
                                    LocalService.launch(settings, service, environment(service));
                            synchronized (services) {
                                services.put(service, launched);
                                if (closing) {
                                    launched.process().kill();
                                }
                            }
                            launched.awaitReady();
                            return launched;
                        });
        book.ready(service.shortName(), started.process().pid());
        watch(service.shortName(), started.process(), () -> startService(service));
    }

    /// A part that ends by itself is started again, with the patience that the book has for it.
    private void watch(String part, ChildProcess process, Runnable again) {
        var _ =
                process.onExit()
                        .thenAcceptAsync(
                                ended -> {
                                    if (closing || process.isStopping()) {
                                        return;
                                    }
                                    process.close();
                                    if (book.mayRestart(part, ended.exitValue())) {
                                        restart(part, again);
                                    }
                                },
                                runnable ->
                                        Thread.ofPlatform().name("watch-" + part).start(runnable));
    }

    private void restart(String part, Runnable again) {
        try {
            again.run();
        } catch (LocalException e) {
            if (!closing && book.mayRestart(part, -1)) {
                restart(part, again);
            }
        }
    }

    private Map<String, String> environment(Service service) {
        var environment = new HashMap<String, String>();
        if (kafka != null && postgres != null) {
            environment.putAll(kafka.environment());
            environment.putAll(postgres.environment());
        }
        environment.put("HOLDFAST_PORT", Integer.toString(settings.port(service)));
        environment.put("HOLDFAST_DATA", settings.data().resolve(service.shortName()).toString());
        environment.put("HOLDFAST_TOKENS", settings.tokenHashFile().toString());
        for (Service other : Service.values()) {
            environment.put(other.urlVariable(), settings.url(other));
        }
        return environment;
    }

    private static void join(List<CompletableFuture<Void>> starts) {
        CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
    }

    private static CompletableFuture<Void> run(ExecutorService threads, Runnable start) {
        return CompletableFuture.runAsync(start, threads);
    }

    public String kafka() {
        return "127.0.0.1:" + settings.kafkaPort();
    }

    public HouseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        closing = true;
        List<LocalService> running;
        synchronized (services) {
            running = List.copyOf(services.values());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            join(running.stream().map(s -> run(threads, s::close)).toList());
            join(
                    List.of(
                            run(threads, closing(() -> kafka)),
                            run(threads, closing(() -> postgres))));
        }
        book.stopped();
    }

    private static Runnable closing(Supplier<? extends @Nullable AutoCloseable> part) {
        return () -> {
            try (var _ = part.get()) {
                return;
            } catch (Exception e) {
                throw new IllegalStateException("closing a part throws nothing checked", e);
            }
        };
    }
}
