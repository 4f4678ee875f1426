package dev.holdfast.shop.lab;

import dev.holdfast.local.LocalException;
import dev.holdfast.shop.load.Customers;
import dev.holdfast.shop.load.Diary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/// Keeps one lab open, sends customers to it, and serves its page. Ends with the process it was
/// started for.
public final class LabKeeper implements AutoCloseable {
    /// In the lab's folder: the process that keeps it.
    public static final String PID_FILE = "keeper.pid";

    private static final int PER_SECOND = 50;
    private static final long LOOK_MILLIS = 500;

    private final Lab lab;
    private final Customers customers;
    private final LabPage page;

    private LabKeeper(Lab lab, Customers customers, LabPage page) {
        this.lab = lab;
        this.customers = customers;
        this.page = page;
    }

    /// Arguments: name of the lab, its folder, port base, process to end with.
    public static void main(String[] args) throws IOException, InterruptedException {
        var place =
                new LabPlace(Path.of(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
        Files.createDirectories(place.folder());
        Files.writeString(place.folder().resolve(PID_FILE), identity(ProcessHandle.current()));
        try (var keeper = open(args[0], place)) {
            Runtime.getRuntime().addShutdownHook(new Thread(keeper::close, "close-lab"));
            while (ProcessHandle.of(place.owner()).map(ProcessHandle::isAlive).orElse(false)) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (LocalException | IOException e) {
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

    /// Opens a lab in its good release and sends customers to it.
    public static LabKeeper open(String name, LabPlace place)
            throws IOException, InterruptedException {
        place.refuseWhenTaken();
        Lab lab = Labs.open(name, place);
        var diary = new Diary();
        var customers = new Customers(lab.front(), PER_SECOND, new Random(42), diary);
        return new LabKeeper(lab, customers, LabPage.open(place.page(), lab, diary));
    }

    @Override
    public void close() {
        customers.close();
        page.close();
        lab.close();
    }
}
