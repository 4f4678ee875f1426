package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/// `holdfast pack apply DIR`, `holdfast pack show NAME`
@Command(
        name = "pack",
        description = "Puts packs into force and shows how they stand.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PackCommand.Apply.class, PackCommand.Show.class})
public final class PackCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Sends the pack and waits until all services have accepted it or one has refused.
    public static JsonNode apply(Services services, PackFiles pack) {
        JsonNode state =
                services.put(
                        Service.DECISION,
                        "/api/packs/" + pack.name(),
                        Map.of("files", pack.files()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Column.at(state, "state").equals("pending")) {
            if (System.nanoTime() > deadline) {
                throw new Failure(
                        Exit.FAILED,
                        "Pack %s still waits after %d s; `holdfast pack show %s` tells for whom"
                                .formatted(pack.name(), PATIENCE.toSeconds(), pack.name()));
            }
            pause();
            state =
                    services.get(
                            Service.DECISION,
                            "/api/packs/%s?digest=%s"
                                    .formatted(pack.name(), Column.at(state, "digest")));
        }
        return state;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.FAILED, "interrupted", e);
        }
    }

    /// `holdfast pack apply DIR`
    @Command(
            name = "apply",
            description =
                    "Puts a pack into force: all services accept it, or the one before stays.",
            footer = {
                "",
                "Examples:",
                "  holdfast pack apply deploy/packs/shop",
                "  holdfast pack apply deploy/packs/shop --set shop-url=http://10.0.0.7:8080"
            })
    public static final class Apply implements Callable<Integer> {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();
        @Mixin private PackOptions options = new PackOptions();

        @Parameters(paramLabel = "DIR", description = "The pack's folder.")
        private Path folder = Path.of(".");

        @Override
        public Integer call() {
            var out = spec.commandLine().getOut();
            PackFiles pack = options.read(folder);
            JsonNode state = apply(place.services(), pack);
            state.path("problems")
                    .forEach(problem -> out.println(folder.resolve(problem.asText())));
            String digest = Column.at(state, "digest");
            out.printf(
                    "pack %s %s: %s%n",
                    pack.name(),
                    digest.substring(0, Math.min(12, digest.length())),
                    Column.at(state, "state"));
            out.flush();
            return Column.at(state, "state").equals("active") ? Exit.DONE : Exit.FAILED;
        }
    }

    /// `holdfast pack show NAME`
    @Command(name = "show", description = "How a pack stands: version, state, who waits, problems.")
    public static final class Show implements Runnable {
        @Mixin private Place place = new Place();
        @Mixin private Output output = new Output();

        @Parameters(paramLabel = "NAME", description = "The system's name.")
        private String name = "";

        @Override
        public void run() {
            output.printer().raw(place.services().get(Service.DECISION, "/api/packs/" + name));
        }
    }
}
