package dev.holdfast.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.command.PackCommand;
import dev.holdfast.cli.demo.LabProcess;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.Service;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Holds some drills of one pack: starts the house where it is not up, opens the lab afresh for each
/// drill (a pack without one is only planned), and keeps what came of each.
public final class DrillSession {
    private static final Duration OPENING = Duration.ofMinutes(3);
    private static final double STEADY_PER_SECOND = 30;

    private final HouseSettings house;
    private final Services services;
    private final PrintWriter out;
    private final Consumer<String> kill;

    /// @param kill ends the service of this short name, which then comes back by itself; `Failure` for
    ///     services elsewhere
    public DrillSession(
            HouseSettings house, Services services, PrintWriter out, Consumer<String> kill) {
        this.house = house;
        this.services = services;
        this.out = out;
        this.kill = kill;
    }

    /// Holds them one after the other; a house that was not up goes down again.
    public List<Held> hold(PackFiles pack, DrillsFile file, List<Drill> drills) {
        var control = new HouseControl(house);
        boolean wasUp = control.running().isPresent();
        try {
            return holdWith(control.up(_ -> out.flush()).pid(), pack, file, drills);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted", e);
        } finally {
            if (!wasUp) {
                var _ = control.down(_ -> out.flush());
            }
        }
    }

    /// The same with services that are up already and stay so.
    ///
    /// @param owner the process that the labs end with
    public List<Held> holdWith(long owner, PackFiles pack, DrillsFile file, List<Drill> drills)
            throws IOException, InterruptedException {
        List<Held> all = new ArrayList<>();
        for (Drill drill : drills) {
            Held held = one(pack, file, drill, owner);
            var _ = new History(house.data()).keep(held);
            print(held);
            all.add(held);
        }
        return all;
    }

    private Held one(PackFiles pack, DrillsFile file, Drill drill, long owner)
            throws IOException, InterruptedException {
        new Trouble(services, pack.name() + "/production", file.guard()).refuse();
        LabProcess lab = new LabProcess(house, pack.name());
        if (LabPack.of(pack).isEmpty()) {
            return run(pack, file, drill, null);
        }
        try {
            lab.open(owner);
            Patience.require(
                    "the lab of %s is open".formatted(pack.name()),
                    OPENING,
                    () -> {
                        lab.refuseWhenGone();
                        return lab.about().isPresent()
                                && lab.customers(2)
                                        .filter(s ->
                                                s.perSecond() >= STEADY_PER_SECOND
                                                        && s.errors() == 0)
                                        .isPresent();
                    });
            return run(LabPack.placed(pack, lab.about().orElseThrow().values()), file, drill, lab);
        } finally {
            lab.close();
        }
    }

    private Held run(
            PackFiles pack,
            DrillsFile file,
            Drill drill,
            @org.jspecify.annotations.Nullable LabProcess lab)
            throws IOException, InterruptedException {
        JsonNode state = PackCommand.apply(services, here(pack));
        if (!Column.at(state, "state").equals("active")) {
            throw new Failure(
                    Exit.FAILED,
                    "The pack %s is %s: %s"
                            .formatted(
                                    pack.name(),
                                    Column.at(state, "state"),
                                    Column.at(state, "problems")));
        }
        out.printf("%s / %s: %s%n", pack.name(), drill.name(), drill.title());
        out.flush();
        return new DrillRun(
                        new DrillHouse(house, services, DrillDoor.token(house), kill),
                        pack,
                        drill,
                        lab)
                .held(file.guard());
    }

    /// A house that has never watched this pack's production is not to begin with it for a drill: it
    /// gets the pack without production's scrapes, and remembers that. An active pack stays whole.
    private PackFiles here(PackFiles pack) throws IOException {
        Path mark = house.data().resolve("drills").resolve("only-lab-of-" + pack.name());
        if (!Files.exists(mark) && isKnown(pack.name())) {
            return pack;
        }
        Files.createDirectories(mark.getParent());
        Files.writeString(mark, "The drills of this house gave it the pack without production.\n");
        return LabPack.withoutProduction(pack);
    }

    /// What nobody stands beside must not change what rules: `Failure` where the active pack is another
    /// one than this, but for the values of its lab.
    public void refuseAnother(PackFiles pack) {
        JsonNode active;
        try {
            active = services.read(Service.NOTIFIER, "/api/policy/" + pack.name());
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return;
            }
            throw e;
        }
        var files = new TreeMap<String, String>();
        active.path("files")
                .properties()
                .forEach(f -> files.put(f.getKey(), f.getValue().asText()));
        PackFiles rules = LabPack.withoutLab(new PackFiles(pack.name(), files));
        if (!rules.equals(LabPack.withoutLab(pack))
                && !rules.equals(LabPack.withoutLab(LabPack.withoutProduction(pack)))) {
            throw new Failure(
                    Exit.FAILED,
                    "The active pack %s is another one than that of this folder: `holdfast pack apply` this one, or begin the drill by hand"
                            .formatted(pack.name()));
        }
    }

    private boolean isKnown(String system) {
        try {
            return !services.get(Service.DECISION, "/api/packs/" + system).isMissingNode();
        } catch (Failure e) {
            if (e.exitCode() == Exit.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private void print(Held held) {
        held.lines().forEach(line -> out.println("  " + line));
        out.printf(
                "%s  %s / %s: %d of 100%s%n%n",
                held.passed() ? "ok    " : "FAILED",
                held.pack(),
                held.drill(),
                held.points(),
                held.stopped().isEmpty() ? "" : ", stopped: " + held.stopped());
        out.flush();
    }
}
