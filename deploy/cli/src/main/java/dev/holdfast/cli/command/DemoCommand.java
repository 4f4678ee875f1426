package dev.holdfast.cli.command;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.DrillsFile;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.demo.DemoRun;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/// `holdfast demo`
@Command(
        name = "demo",
        description =
                "Shows the whole job on a real system that a release really breaks: three minutes with the first build, half a minute after it.",
        footer = {
            "",
            "Release 1.5.0 breaks the shop; Holdfast sees it in the shop's own metrics, decides, puts 1.4.1",
            "back, proves that it is healed, and says why.",
            "",
            "Exit code 0 only if the system really answers as its good release and less than 1 %% of its",
            "customers' requests fail, measured by themselves (or, for a scenario that must end otherwise,",
            "if it ends so).",
            "",
            "Examples:",
            "  holdfast demo",
            "  holdfast demo --keep     and then look around: holdfast incidents --all, the console, …",
            "  holdfast demo --pack my-store --list",
            "  holdfast demo --pack my-store --scenario bad-migration"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(names = "--keep", description = "Leave everything running to play with.")
    private boolean keep;

    @Option(
            names = "--pack",
            paramLabel = "NAME",
            description = "A pack of deploy/packs that has a lab (default: shop).")
    private String pack = "shop";

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "One of the pack's drills (default: the first).")
    private @Nullable String scenario;

    @Option(names = "--list", description = "Only list the scenarios.")
    private boolean list;

    @Override
    public Integer call() {
        PackFiles files =
                PackOptions.read(
                        place.house().root().resolve("deploy/packs").resolve(pack),
                        java.util.Map.of());
        var problems = new Problems();
        DrillsFile drills = DrillsFile.read(files, problems);
        if (!problems.all().isEmpty() || drills.drills().isEmpty()) {
            throw new Failure(
                    Exit.FAILED, "%s has no usable drills.yml: %s".formatted(pack, problems.all()));
        }
        var out = spec.commandLine().getOut();
        if (list) {
            drills.drills().forEach(d -> out.printf("  %-22s %s%n", d.name(), d.title()));
            out.flush();
            return Exit.DONE;
        }
        return new DemoRun(
                        place.house(),
                        place.services(),
                        new DemoRun.Options(place.url(Service.NOTIFIER), keep),
                        files,
                        chosen(drills),
                        out)
                .run();
    }

    private Drill chosen(DrillsFile drills) {
        String name = scenario;
        return name == null
                ? drills.drills().getFirst()
                : drills.drill(name)
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.NOT_FOUND,
                                        "%s has no scenario '%s'; `holdfast demo --pack %s --list` names them"
                                                .formatted(pack, name, pack)));
    }
}
