package dev.holdfast.cli.command;

import dev.holdfast.cli.output.Progress;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseStatus;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.Instant;

/// `holdfast up`
@Command(
        name = "up",
        description = "Starts the house on this machine: Kafka, PostgreSQL and the five services.",
        footer = {
            "",
            "It goes on in the background until `holdfast down`. What ends by itself is started again.",
            "A second `up` while it runs changes nothing. Logs lie in .holdfast/logs."
        })
public final class UpCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        var control = new HouseControl(place.house());
        Instant begin = Instant.now();
        boolean already = control.running().isPresent();
        HouseStatus status;
        try (var progress = new Progress(out)) {
            status = control.up(progress::house);
        }
        out.printf(
                "%s%n  console   %s%n  token     %s%n  logs      %s%n",
                already
                        ? "The house is up (process %d).".formatted(status.pid())
                        : "The house is up after %s (process %d)."
                                .formatted(
                                        dev.holdfast.cli.output.Moments.span(
                                                Duration.between(begin, Instant.now())),
                                        status.pid()),
                place.url(Service.NOTIFIER),
                place.house().tokenFile(),
                place.house().logs());
        out.flush();
    }
}
