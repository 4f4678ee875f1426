package dev.holdfast.local;

import dev.holdfast.local.HouseStatus.Part;
import dev.holdfast.local.HouseStatus.State;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The process in the background that owns the house: it starts the parts, starts again what
/// ends by itself, writes `house.json`, and stops everything on SIGTERM. When it is killed, the
/// parts end by themselves.
public final class Supervisor {
    private final HouseSettings settings;
    private final String startedAt = Instant.now().toString();
    private final CountDownLatch done = new CountDownLatch(1);
    private State state = State.STARTING;
    private @Nullable String problem;
    private @Nullable LocalHouse house;

    private Supervisor(HouseSettings settings) {
        this.settings = settings;
    }

    /// Arguments: root folder, data folder, port base, whether start-up caches are recorded.
    public static void main(String[] args) throws IOException, InterruptedException {
        var settings =
                new HouseSettings(
                        Path.of(args[0]),
                        Path.of(args[1]),
                        Integer.parseInt(args[2]),
                        Boolean.parseBoolean(args[3]));
        Files.createDirectories(settings.data());
        try (var lock =
                FileChannel.open(
                        settings.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                System.err.println("Another supervisor holds " + settings.lockFile());
                System.exit(2);
            }
            new Supervisor(settings).run();
        }
    }

    private void run() throws InterruptedException {
        var book = new PartBook(settings, parts -> write(parts));
        write(book.parts());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(book), "stop-house"));
        try {
            var started = LocalHouse.start(settings, book);
            synchronized (this) {
                house = started;
                state = State.READY;
            }
            write(book.parts());
            done.await();
        } catch (LocalException e) {
            synchronized (this) {
                state = State.FAILED;
                problem = e.getMessage();
            }
            write(book.parts());
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void stop(PartBook book) {
        LocalHouse running;
        synchronized (this) {
            running = house;
            if (state == State.FAILED) {
                return;
            }
            state = State.STOPPING;
        }
        write(book.parts());
        if (running != null) {
            running.close();
        }
        synchronized (this) {
            state = State.STOPPED;
        }
        write(book.parts());
        done.countDown();
    }

    private synchronized void write(List<Part> parts) {
        var self = ProcessHandle.current();
        long began = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        new HouseStatus(self.pid(), began, startedAt, state, problem, parts)
                .write(settings.statusFile());
    }
}
