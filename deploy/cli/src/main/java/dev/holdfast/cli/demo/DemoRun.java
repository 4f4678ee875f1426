package dev.holdfast.cli.demo;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Moments;
import dev.holdfast.cli.output.Progress;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.LocalException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;

/// One run of the demo: shows it, reports it, cleans up after it.
public final class DemoRun {
    private final HouseSettings house;
    private final Services services;
    private final String console;
    private final boolean keep;
    private final PrintWriter out;
    private final LabProcess lab;
    private final Demo.Story story;
    private final boolean houseWasUp;
    private final AtomicBoolean cleaned = new AtomicBoolean();

    /// @param pack as its folder says
    /// @param drill the scenario that is played
    public DemoRun(
            HouseSettings house,
            Services services,
            Options options,
            PackFiles pack,
            Drill drill,
            PrintWriter out) {
        this.house = house;
        this.story = new Demo.Story(pack, drill);
        this.services = services;
        this.console = options.console();
        this.keep = options.keep();
        this.out = out;
        this.lab = new LabProcess(house, pack.name());
        this.houseWasUp = new HouseControl(house).running().isPresent();
    }

    /// @param console where the console is
    /// @param keep whether everything goes on afterwards
    public record Options(String console, boolean keep) {}

    /// The exit code: 0 only if the shop is really healed.
    public int run() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "clean-up"));
        @Nullable String failure = play();
        cleanUp();
        if (failure != null) {
            out.printf("%nThe demo failed: %s%nLogs: %s%n", failure, house.logs());
        }
        out.flush();
        return failure == null ? Exit.DONE : Exit.FAILED;
    }

    private @Nullable String play() {
        var board = new Board();
        Screen screen = Terminal.is() ? new LiveScreen(out, board) : new PlainScreen(out);
        var demo = new Demo(house, services, lab, story, new Demo.Show(board, screen));
        String failure;
        try {
            failure = demo.run();
        } catch (Failure | LocalException | IOException e) {
            failure = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "it was interrupted";
        }
        demo.endWatching();
        screen.close();
        report(demo, board, failure);
        return failure;
    }

    private void report(Demo demo, Board board, @Nullable String failure) {
        if (!board.sentence().isEmpty()) {
            out.printf("%nWhy: %s%n", board.sentence());
        }
        if (!demo.chronicle().lines().isEmpty()) {
            out.printf("%nWhat happened (seconds since it was done)%n");
            demo.chronicle().lines().forEach(out::println);
            out.println();
            demo.chronicle()
                    .durations()
                    .forEach((name, span) ->
                            out.printf("  %-18s %s%n", name, span.map(Moments::span).orElse("-")));
        }
        if (failure == null) {
            lab.customers(5)
                    .ifPresent(seen ->
                            out.printf(
                                    "%nThe system %s answers as %s; of the last %d requests %d failed.%n",
                                    lab.name(),
                                    lab.version().orElse("?"),
                                    seen.requests(),
                                    seen.errors()));
        }
        if (keep) {
            out.printf(
                    "%nEverything goes on. Console: %s  Lab: %s  End it with: holdfast down%n",
                    console, lab.about().map(LabProcess.About::front).orElse("-"));
            out.printf("Try: holdfast show %s%n", demo.incident());
        } else {
            out.printf(
                    "%nConsole while it runs: %s (see it with: holdfast demo --keep)%n", console);
        }
        out.flush();
    }

    /// Ctrl-C: the terminal gets its cursor back, and nothing goes on unseen.
    private void interrupted() {
        if (!cleaned.get() && Terminal.is()) {
            out.print("\u001b[?25h");
            out.flush();
        }
        cleanUp();
    }

    private void cleanUp() {
        if (!cleaned.compareAndSet(false, true) || keep) {
            return;
        }
        lab.close();
        if (!houseWasUp) {
            try (var progress = new Progress(out)) {
                var _ = new HouseControl(house).down(progress::house);
            }
        }
    }
}
