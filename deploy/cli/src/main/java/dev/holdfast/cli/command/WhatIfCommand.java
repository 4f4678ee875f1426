package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.rehearsal.WhatIf;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// `holdfast what-if SYSTEM/ENVIRONMENT --pack DIR --since 30d`
@Command(
        name = "what-if",
        description = "What another version of a pack would have decided on what really happened.",
        footer = {
            "",
            "The recorded triggers, signals and releases go through the other decisions.yml; only the first",
            "decision of each incident is compared, since after it everything would have gone another way.",
            "",
            "Example:",
            "  holdfast what-if shop/production --pack deploy/packs/shop --since 30d"
        })
public final class WhatIfCommand implements Runnable {
    private static final int MOST_PAGES = 1_000;
    private static final int PAGE = 1_000;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private PackOptions options = new PackOptions();

    @Parameters(paramLabel = "SYSTEM/ENVIRONMENT", description = "production by default.")
    private String scope = "";

    @Option(names = "--pack", paramLabel = "DIR", required = true, description = "The other pack.")
    private Path folder = Path.of(".");

    @Option(names = "--since", paramLabel = "TIME", description = "Such as 30d (default).")
    private String since = "30d";

    @Override
    public void run() {
        String[] where = Place.scope(scope);
        PackFiles pack = options.read(folder);
        Problems problems = new Problems();
        Policy policy =
                PolicyFile.read(pack, problems)
                        .orElseThrow(() ->
                                new Failure(Exit.FAILED, String.join("\n", problems.lines())));
        Instant from =
                InstantSource.system()
                        .instant()
                        .minus(
                                Durations.parse(since)
                                        .orElseThrow(() ->
                                                new Failure(
                                                        Exit.USAGE,
                                                        "--since is a time such as 30d")));
        List<WhatIf.Difference> all =
                WhatIf.of(policy, Scope.of(where[0], where[1]), record(where, from));
        PrintWriter out = spec.commandLine().getOut();
        all.stream().filter(WhatIf.Difference::differs).forEach(d -> print(out, d));
        long differs = all.stream().filter(WhatIf.Difference::differs).count();
        out.printf("%d of %d incidents would be decided otherwise.%n", differs, all.size());
        out.flush();
    }

    private List<WhatIf.Recorded> record(String[] where, Instant from) {
        Services services = place.services();
        List<WhatIf.Recorded> record = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode read =
                    services.read(
                            Service.DECISION,
                            "/api/systems/%s/%s/record?limit=%d&cursor=%s"
                                    .formatted(where[0], where[1], PAGE, cursor));
            read.path("entries").forEach(e -> add(record, e, from));
            cursor = read.path("next").asText("");
            if (cursor.isEmpty()) {
                return record;
            }
        }
        throw new Failure(
                Exit.FAILED,
                "The record of %s/%s is longer than %d entries: ask for less with --since"
                        .formatted(where[0], where[1], MOST_PAGES * PAGE));
    }

    private static void add(List<WhatIf.Recorded> record, JsonNode entry, Instant from) {
        Instant at = Instant.parse(Column.at(entry, "at"));
        EventTypes.named(Column.at(entry, "kind"))
                .filter(type -> !at.isBefore(from) && WhatIf.wanted(type))
                .map(type -> (Event) Json.read(Column.at(entry, "body"), type))
                .ifPresent(event -> record.add(new WhatIf.Recorded(at, event)));
    }

    private static void print(PrintWriter out, WhatIf.Difference d) {
        WhatIf.First was = d.was();
        WhatIf.First would = d.would();
        out.printf(
                "%s%n  was:   %s%n  would: %s%n",
                was == null ? would == null ? "" : would.at() : was.at(), said(was), said(would));
    }

    private static String said(WhatIf.@Nullable First first) {
        return first == null
                ? "no incident"
                : "%s, %s by row '%s', runbook %s"
                        .formatted(first.severity(), first.action(), first.row(), first.runbook());
    }
}
