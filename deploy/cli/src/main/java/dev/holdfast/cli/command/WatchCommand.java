package dev.holdfast.cli.command;

import dev.holdfast.cli.http.EventFeed;
import dev.holdfast.cli.output.Format;
import dev.holdfast.cli.output.Moments;
import dev.holdfast.cli.output.Story;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Set;

/// `holdfast watch`
@Command(
        name = "watch",
        description = "Follows what happens, event by event, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  holdfast watch",
            "  holdfast watch --incident shop-20261120-4f2a",
            "  holdfast watch --scope shop/production -o json | jq .type"
        })
public final class WatchCommand implements Runnable {
    private static final Set<String> NOISE = Set.of("trigger.updated", "standing.check.finished");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, or json: one envelope a line.")
    private Format format = Format.TABLE;

    @Option(names = "--incident", paramLabel = "ID", description = "Only this incident.")
    private @Nullable String incident;

    @Option(names = "--scope", paramLabel = "SYSTEM/ENVIRONMENT", description = "Only this one.")
    private @Nullable String scope;

    @Option(names = "--everything", description = "Restated triggers and standing checks too.")
    private boolean everything;

    @Option(
            names = "--until",
            paramLabel = "TYPE",
            description = "End after an event of this type, such as incident.resolved.")
    private @Nullable String until;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        String query =
                incident != null ? "?incident=" + incident : scope != null ? "?scope=" + scope : "";
        EventFeed.follow(
                place.services(),
                query,
                event -> {
                    if (everything || !NOISE.contains(event.type())) {
                        out.println(
                                format == Format.JSON
                                        ? event.envelope().toString()
                                        : "%s  %-18s %-24s %s"
                                                .formatted(
                                                        Moments.clock(event.time()),
                                                        event.scope(),
                                                        event.type(),
                                                        Story.of(event)));
                        out.flush();
                    }
                    return !event.type().equals(until);
                });
    }
}
