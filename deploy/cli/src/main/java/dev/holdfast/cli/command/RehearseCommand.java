package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.cli.output.Format;
import dev.holdfast.cli.output.Printer;
import dev.holdfast.local.Diagnosis;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;

/// Uses what the other commands use, so that the start-up cache recorded in this run serves them.
@Command(name = "rehearse", hidden = true)
public final class RehearseCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Override
    public void run() {
        var _ = Diagnosis.of(place.house());
        spec.root().commandLine().getUsageMessage();
        spec.root().subcommands().values().forEach(c -> c.getUsageMessage());
        var json = JsonMapper.builder().build();
        var nowhere = new Services(_ -> "http://127.0.0.1:" + Ports.free(), Optional::empty);
        try {
            nowhere.get(Service.DECISION, "/api/incidents");
        } catch (Failure e) {
            var list = json.createArrayNode();
            list.addObject().put("a", 1);
            for (Format format : Format.values()) {
                new Printer(new PrintWriter(new StringWriter()), format)
                        .list(list, List.of(Column.of("A", "a")), "none");
            }
        }
    }
}
