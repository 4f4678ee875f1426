package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.detector.domain.engine.Transition;
import dev.holdfast.detector.domain.rules.RuleProblems;
import dev.holdfast.detector.domain.ruletest.Backtest;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.template.GoNumbers;
import dev.holdfast.detector.flow.packs.Rules;
import dev.holdfast.detector.flow.packs.TriggersFile;
import dev.holdfast.detector.flow.samples.Arrival;
import dev.holdfast.detector.io.recorded.RecordedFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// `holdfast backtest RULES --samples FILE`
@Command(
        name = "backtest",
        description =
                "Runs rules over recorded samples and prints each trigger as it is raised and cleared.",
        footer = {
            "",
            "Samples: lines `name{label=\"value\"} 1.5 1700000000000` (promtool tsdb dump, the text format with",
            "times), OpenMetrics, or the JSON of Prometheus' query_range. The rules see them as the running",
            "detector would: in their order, a tick each second, a pack's own `every` and `lateness`.",
            "",
            "Examples:",
            "  promtool tsdb dump /var/lib/prometheus/metrics2 > day.txt",
            "  holdfast backtest deploy/packs/shop --samples day.txt",
            "  holdfast backtest rules.yml --samples day.txt"
        })
public final class BacktestCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PackOptions options = new PackOptions();

    @Parameters(paramLabel = "RULES", description = "A pack's folder, or a rule file.")
    private Path rules = Path.of(".");

    @Option(
            names = "--samples",
            required = true,
            paramLabel = "FILE",
            description = "Recorded samples; may be given several times.")
    private List<Path> samples = List.of();

    @Option(names = "--restated", description = "Also show each restatement of a raised trigger.")
    private boolean restated;

    @Override
    public Integer call() {
        Arrival.PackSwitch pack = Files.isDirectory(rules) ? ofPack() : ofFile();
        var recorded = new ArrayList<SeriesSamples>();
        for (Path file : samples) {
            recorded.addAll(read(file));
        }
        PrintWriter out = spec.commandLine().getOut();
        var raised = new AtomicInteger();
        Backtest.Summary summary;
        try {
            summary =
                    Backtest.run(
                            Rules.of(pack),
                            Rules.settings(pack.settings()),
                            recorded,
                            transition -> {
                                raised.addAndGet(transition instanceof Transition.Raised ? 1 : 0);
                                if (restated || !(transition instanceof Transition.Updated)) {
                                    out.println(line(transition));
                                }
                            });
        } catch (RuleProblems e) {
            throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
        }
        out.printf(
                "%d samples of %d series from %s to %s, %d evaluations, %d triggers raised%n",
                summary.samples(),
                summary.series(),
                Instant.ofEpochMilli(summary.from()),
                Instant.ofEpochMilli(summary.to()),
                summary.evaluations(),
                raised.get());
        out.flush();
        return Exit.DONE;
    }

    private static String line(Transition transition) {
        String what =
                switch (transition) {
                    case Transition.Raised _ -> "raised ";
                    case Transition.Updated _ -> "updated";
                    case Transition.Cleared _ -> "cleared";
                };
        return "%s  %s  %s  value %s"
                .formatted(
                        Instant.ofEpochMilli(transition.at()),
                        what,
                        transition.alert().id(),
                        GoNumbers.shortest(transition.alert().value()));
    }

    private Arrival.PackSwitch ofPack() {
        PackFiles pack = options.read(rules);
        var problems = new Problems();
        PackManifest manifest = PackManifest.read(pack, problems).orElse(null);
        TriggersFile triggers =
                manifest == null ? null : TriggersFile.read(pack, manifest, problems);
        if (triggers == null || !problems.all().isEmpty()) {
            throw new Failure(
                    Exit.FAILED,
                    "%s cannot be used; `holdfast check %s` says why".formatted(rules, rules));
        }
        return new Arrival.PackSwitch(1, pack.digest(), triggers.settings(), triggers.files(), 0);
    }

    private Arrival.PackSwitch ofFile() {
        var files = new TreeMap<String, String>();
        files.put(rules.toString(), NamedFile.text(rules));
        return new Arrival.PackSwitch(1, "", Arrival.Settings.DEFAULTS, files, 0);
    }

    private static List<SeriesSamples> read(Path file) {
        try {
            return RecordedFile.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    Exit.FAILED,
                    "Cannot read samples of %s: %s".formatted(file, e.getMessage()),
                    e);
        }
    }
}
