package dev.holdfast.cli.command;

import dev.holdfast.cli.output.Progress;
import dev.holdfast.local.HouseControl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast down`
@Command(
        name = "down",
        description = "Stops the house on this machine, and the demo's shop with it.",
        footer = {
            "",
            "The first stop after a build takes longer: the services write their start-up caches."
        })
public final class DownCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        boolean stopped;
        try (var progress = new Progress(out)) {
            stopped = new HouseControl(place.house()).down(progress::house);
        }
        out.println(stopped ? "The house is down." : "No house runs in " + place.house().data());
        out.flush();
    }
}
