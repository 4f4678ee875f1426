package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.cli.output.JunitReport;
import dev.holdfast.cli.output.VerificationTable;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `holdfast verify SYSTEM/ENVIRONMENT`
@Command(
        name = "verify",
        description =
                "Proves by the checks of its pack that a system is healthy, and waits for the verdict.",
        footer = {
            "",
            "Exit codes: 0 passed  1 failed  6 inconclusive (not proven, and not refuted either)",
            "",
            "Examples:",
            "  holdfast verify shop/production",
            "  holdfast verify shop/staging --stage extended --component backend --version 1.4.1",
            "  holdfast verify shop/staging --junit target/holdfast.xml      for a CI pipeline",
            "  holdfast verify shop/production --stage totals -o json        one check alone"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 300;

    /// A verification survives a restart of its service, and so does whoever waits for it.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "The environment is production by default.")
    private String scope = "";

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            description = "A stage or a single check of checks.yml (default: immediate).")
    private String stage = "immediate";

    @Option(
            names = "--component",
            paramLabel = "NAME",
            description = "Whose version must be running; together with --version.")
    private @Nullable String component;

    @Option(names = "--version", paramLabel = "VERSION", description = "What $${to} means.")
    private @Nullable String version;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the result as JUnit XML too.")
    private @Nullable Path junit;

    /// Its own, since `--version` is something else here than everywhere.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Override
    public Integer call() {
        String[] where = Place.scope(scope);
        if ((component == null) != (version == null)) {
            throw new Failure(
                    Exit.USAGE,
                    "--component and --version name one release: give both, or neither");
        }
        if (junit != null) {
            folder(junit);
        }
        Services services = place.services();
        Map<String, String> ask = new LinkedHashMap<>();
        ask.put("stage", stage);
        if (component != null) {
            ask.put("component", component);
        }
        if (version != null) {
            ask.put("version", version);
        }
        JsonNode asked =
                services.post(
                        Service.VERIFIER,
                        "/api/systems/%s/%s/verify".formatted(where[0], where[1]),
                        ask);
        JsonNode ended = follow(services, Column.at(asked, "verification"));
        if (junit != null) {
            write(junit, JunitReport.of(ended));
        }
        return switch (Column.at(ended, "state")) {
            case "passed" -> Exit.DONE;
            case "failed" -> Exit.FAILED;
            default -> Exit.INCONCLUSIVE;
        };
    }

    private JsonNode follow(Services services, String id) {
        var printer = output.printer();
        var out = spec.commandLine().getOut();
        try (var table = new VerificationTable(out, printer.forPeople())) {
            while (true) {
                JsonNode now = now(services, id);
                boolean over = !Column.at(now, "state").equals("running");
                table.show(now);
                if (over) {
                    if (!printer.forPeople()) {
                        printer.raw(now);
                    }
                    return now;
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    Exit.INCONCLUSIVE, "interrupted; verification %s goes on".formatted(id), e);
        }
    }

    private static JsonNode now(Services services, String id) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return services.get(Service.VERIFIER, "/api/verifications/" + id);
            } catch (Failure e) {
                if (e.exitCode() != Exit.UNREACHABLE || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /// Made before anything is asked: minutes later would be too late to hear that it cannot be.
    private static void folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "%s cannot be made: %s".formatted(folder, e), e);
        }
    }

    private static void write(Path file, String xml) {
        try {
            Files.writeString(file, xml, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "%s cannot be written: %s".formatted(file, e), e);
        }
    }
}
