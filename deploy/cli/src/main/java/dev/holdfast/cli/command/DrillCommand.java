package dev.holdfast.cli.command;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.drill.Rehearsal;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.drill.DrillSession;
import dev.holdfast.cli.drill.Held;
import dev.holdfast.cli.drill.History;
import dev.holdfast.cli.drill.Report;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `holdfast drill run|list|report`
@Command(
        name = "drill",
        description = "Rehearses a pack's scenarios under a key of their own, and scores them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DrillCommand.Run.class,
            DrillCommand.ListThem.class,
            DrillWatchCommand.class,
            DrillCommand.ReportThem.class
        },
        footer = {
            "",
            "Examples:",
            "  holdfast drill run deploy/packs/my-store                      all of them",
            "  holdfast drill run deploy/packs/my-store --drill bad-release",
            "  holdfast drill list deploy/packs/my-store                     with the days they are due",
            "  holdfast drill report --format junit > drills.xml"
        })
public final class DrillCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static DrillsFile drills(PackFiles pack) {
        var problems = new Problems();
        DrillsFile file = DrillsFile.read(pack, problems);
        if (!problems.none()) {
            throw new Failure(Exit.FAILED, String.join("\n", problems.lines()));
        }
        return file;
    }

    /// `holdfast drill run DIR`
    @Command(
            name = "run",
            description = "Holds drills. Exit code 0 only if every expectation and target was met.")
    public static final class Run implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();
        @Mixin private PackOptions options = new PackOptions();

        @Parameters(paramLabel = "DIR", description = "The pack's folder.")
        private Path folder = Path.of(".");

        @Option(
                names = "--drill",
                paramLabel = "NAME",
                description = "Only this one; may be given several times.")
        private List<String> names = List.of();

        @Override
        public Integer call() {
            PackFiles pack = options.read(folder);
            DrillsFile file = drills(pack);
            List<Drill> chosen = new ArrayList<>();
            for (String name : names) {
                chosen.add(
                        file.drill(name)
                                .orElseThrow(() ->
                                        new Failure(
                                                Exit.NOT_FOUND,
                                                "%s has no drill '%s'; it has %s"
                                                        .formatted(
                                                                pack.name(),
                                                                name,
                                                                file.drills().stream()
                                                                        .map(Drill::name)
                                                                        .toList()))));
            }
            List<Held> held =
                    new DrillSession(
                                    place.house(),
                                    place.services(),
                                    spec.commandLine().getOut(),
                                    place.kill())
                            .hold(pack, file, names.isEmpty() ? file.drills() : chosen);
            return held.stream().allMatch(Held::passed) ? Exit.DONE : Exit.FAILED;
        }
    }

    /// `holdfast drill list DIR`
    @Command(
            name = "list",
            description =
                    "The drills of a pack: when each was held last, its trend, when it is due.")
    public static final class ListThem implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();
        @Mixin private PackOptions options = new PackOptions();

        @Parameters(paramLabel = "DIR", description = "The pack's folder.")
        private Path folder = Path.of(".");

        @Override
        public void run() {
            PackFiles pack = options.read(folder);
            DrillsFile file = drills(pack);
            Map<String, List<Held>> held = new HashMap<>();
            for (Held h : new History(place.house().data()).all()) {
                if (h.pack().equals(pack.name())) {
                    held.computeIfAbsent(h.drill(), _ -> new ArrayList<>()).add(h);
                }
            }
            var out = spec.commandLine().getOut();
            out.printf("  %-20s %-12s %-22s %s%n", "DRILL", "LAST HELD", "SCORES", "DUE");
            for (Drill drill : file.drills()) {
                List<Held> before = held.getOrDefault(drill.name(), List.of());
                Optional<LocalDate> last =
                        before.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        LocalDate.ofInstant(before.getLast().at(), ZoneOffset.UTC));
                out.printf(
                        "  %-20s %-12s %-22s %s%n",
                        drill.name(),
                        last.map(LocalDate::toString).orElse("never"),
                        trend(before),
                        due(file, drill, last));
            }
            out.flush();
        }

        /// The scores of the last five, the newest last.
        private static String trend(List<Held> before) {
            return before.subList(Math.max(0, before.size() - 5), before.size()).stream()
                    .map(h -> Integer.toString(h.points()))
                    .reduce((a, b) -> a + " " + b)
                    .orElse("-");
        }

        private static String due(DrillsFile file, Drill drill, Optional<LocalDate> last) {
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            return file.schedule().stream()
                    .filter(r -> r.drills().contains(drill.name()))
                    .map((Rehearsal r) -> {
                        LocalDate due = r.dueAfter(last);
                        String word =
                                due.isBefore(today)
                                        ? " OVERDUE"
                                        : !due.minusDays(r.remind().toDays()).isAfter(today)
                                                ? " soon"
                                                : "";
                        return "%s (every %s)%s".formatted(due, r.every(), word);
                    })
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("not scheduled");
        }
    }

    /// `holdfast drill report`
    @Command(name = "report", description = "What came of the drills that were held.")
    public static final class ReportThem implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "markdown (default), json or junit.")
        private String format = "markdown";

        @Option(names = "--all", description = "Every one, not only the last of each drill.")
        private boolean all;

        @Option(
                names = "--into",
                paramLabel = "FILE",
                description = "Puts the Markdown table between the `drills` marks of this file.")
        private @Nullable Path into;

        @Override
        public void run() {
            List<Held> held = new History(place.house().data()).all();
            if (!all) {
                Map<String, Held> last = new java.util.TreeMap<>();
                held.forEach(h -> last.put(h.pack() + "/" + h.drill(), h));
                held = List.copyOf(last.values());
            }
            var out = spec.commandLine().getOut();
            String text =
                    switch (format.toLowerCase(Locale.ROOT)) {
                        case "markdown" -> Report.markdown(held);
                        case "json" -> Report.json(held);
                        case "junit" -> Report.junit(held);
                        default ->
                                throw new Failure(
                                        Exit.USAGE,
                                        "'%s' is none of markdown, json, junit".formatted(format));
                    };
            if (into == null) {
                out.print(text);
            } else {
                replace(into, text);
                out.printf("%d drills are in %s.%n", held.size(), into);
            }
            out.flush();
        }

        private static void replace(Path file, String table) {
            String begin = "<!-- drills: begin -->\n";
            String end = "<!-- drills: end -->";
            try {
                String text = Files.readString(file);
                int from = text.indexOf(begin);
                int to = text.indexOf(end);
                if (from < 0 || to < from) {
                    throw new Failure(
                            Exit.FAILED, "%s has no marks %s… %s".formatted(file, begin, end));
                }
                Files.writeString(
                        file,
                        text.substring(0, from + begin.length()) + table + text.substring(to));
            } catch (IOException e) {
                throw new Failure(Exit.FAILED, "Cannot write %s: %s".formatted(file, e), e);
            }
        }
    }
}
