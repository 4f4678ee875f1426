package dev.holdfast.cli.command;

import dev.holdfast.cli.demo.DemoRun;
import dev.holdfast.local.Service;

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
                "Shows the whole job on a real shop that a release really breaks. About a minute.",
        footer = {
            "",
            "Release 1.5.0 breaks the shop; Holdfast sees it in the shop's own metrics, decides, puts 1.4.1",
            "back, proves that it is healed, and says why.",
            "",
            "Exit code 0 only if the shop really answers as 1.4.1 and less than 1 %% of its customers'",
            "requests fail, measured by themselves.",
            "",
            "Examples:",
            "  holdfast demo",
            "  holdfast demo --keep     and then look around: holdfast incidents --all, the console, …"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(names = "--keep", description = "Leave everything running to play with.")
    private boolean keep;

    @Override
    public Integer call() {
        return new DemoRun(
                        place.house(),
                        place.services(),
                        place.url(Service.NOTIFIER),
                        keep,
                        spec.commandLine().getOut())
                .run();
    }
}
