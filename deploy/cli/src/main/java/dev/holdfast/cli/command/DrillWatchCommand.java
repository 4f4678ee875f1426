package dev.holdfast.cli.command;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.drill.DrillSession;
import dev.holdfast.cli.drill.Dues;
import dev.holdfast.cli.drill.Dues.Due;
import dev.holdfast.cli.drill.Held;
import dev.holdfast.cli.drill.History;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `holdfast drill watch DIR…`
@Command(
        name = "watch",
        description =
                "Keeps the schedules of packs: reminds people, and begins drills that start by themselves.",
        footer = {
            "",
            "A drill that is due within its schedule's `remind`, today, or since then is told by a notice. One",
            "whose schedule says `start: automatic` begins on its day between the hours `open` and `close`.",
            "",
            "Run it where the packs' labs are, under systemd or in a container; or `--once` from cron.",
            "A drill does not begin while a real incident of its system is open or its guard gives",
            "anything; it is tried again a minute later."
        })
public final class DrillWatchCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofMinutes(1);

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private PackOptions options = new PackOptions();

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "The packs' folders.")
    private List<Path> folders = List.of();

    @Option(names = "--once", description = "Look once and end.")
    private boolean once;

    private final Set<String> said = new HashSet<>();

    @Override
    public Integer call() throws InterruptedException {
        while (true) {
            for (Path folder : folders) {
                try {
                    look(folder, spec.commandLine().getOut());
                } catch (RuntimeException e) {
                    if (once) {
                        throw e;
                    }
                    say(spec.commandLine().getErr(), "%s: %s".formatted(folder, e.getMessage()));
                }
            }
            if (once) {
                return 0;
            }
            Thread.sleep(EVERY);
        }
    }

    private void look(Path folder, PrintWriter out) {
        PackFiles pack = options.read(folder);
        DrillsFile file = DrillCommand.drills(pack);
        List<RuntimeException> faults = new ArrayList<>();
        for (Due due : Dues.at(file.schedule(), last(pack.name()), Instant.now())) {
            try {
                keep(due, pack, file, out);
            } catch (RuntimeException e) {
                faults.add(e); // the others are due all the same
            }
        }
        if (!faults.isEmpty()) {
            throw new Failure(
                    faults.getFirst() instanceof Failure first ? first.exitCode() : Exit.FAILED,
                    faults.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
                    faults.getFirst());
        }
    }

    private void keep(Due due, PackFiles pack, DrillsFile file, PrintWriter out) {
        Drill drill = file.drill(due.drill()).orElseThrow();
        remind(pack.name(), drill, due, out);
        if (due.begins()) {
            var session = new DrillSession(place.house(), place.services(), out, place.kill());
            session.refuseAnother(pack);
            var _ = session.hold(pack, file, List.of(drill));
        }
    }

    /// A repeat of this process carries the same id, so the detector drops it.
    private void remind(String pack, Drill drill, Due due, PrintWriter out) {
        if (said.contains(due.id(pack))) {
            return;
        }
        var _ =
                SignalCommand.send(
                        place.services(),
                        pack + "/production",
                        due.id(pack),
                        "drill.due",
                        Map.of(
                                "drill", drill.name(),
                                "title", drill.title(),
                                "day", due.day().toString(),
                                "state", due.state().word()));
        said.add(due.id(pack));
        out.printf("%s / %s: %s, %s%n", pack, drill.name(), due.state().word(), due.day());
        out.flush();
    }

    private void say(PrintWriter err, String text) {
        if (said.add(text)) {
            err.println(text);
            err.flush();
        }
    }

    private Map<String, LocalDate> last(String pack) {
        Map<String, LocalDate> last = new HashMap<>();
        for (Held held : new History(place.house().data()).all()) {
            if (held.pack().equals(pack)) {
                last.put(held.drill(), LocalDate.ofInstant(held.at(), ZoneOffset.UTC));
            }
        }
        return last;
    }
}
