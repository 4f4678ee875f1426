package dev.holdfast.cli.command;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.io.Workshop;
import dev.holdfast.executor.io.evidence.Bundle;
import dev.holdfast.executor.io.glass.Glass;
import dev.holdfast.executor.io.glass.GlassPerson;
import dev.holdfast.executor.io.glass.GlassRequest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/// `holdfast run RUNBOOK --break-glass REASON`
@Command(
        name = "run",
        description =
                "Break glass: carries out a runbook in this process alone, when the house is away.",
        footer = {
            "",
            "It needs the pack's folder and the secrets in the environment, and no other service. It",
            "plans, asks you to confirm the plan, and journals each effect in a file. If this process",
            "dies, the same command with the same file goes on: it looks before it repeats. Afterwards",
            "`holdfast import FILE` brings it into the audit.",
            "",
            "Example:",
            "  holdfast run rollback-release --pack deploy/packs/shop --to backend:1.4.1 \\",
            "      --break-glass 'Kafka is gone and the shop burns'"
        })
public final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private PackOptions options = new PackOptions();

    @Parameters(paramLabel = "RUNBOOK", description = "As runbooks.yml names it.")
    private String runbook = "";

    @Option(
            names = "--pack",
            paramLabel = "DIR",
            required = true,
            description = "The pack's folder.")
    private Path folder = Path.of(".");

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            defaultValue = "production",
            description = "Default: ${DEFAULT-VALUE}.")
    private String environment = "production";

    @Option(
            names = "--to",
            paramLabel = "COMPONENT:VERSION",
            required = true,
            description = "The release to go back to.")
    private String to = "";

    @Option(names = "--from", paramLabel = "COMPONENT:VERSION", description = "The one that runs.")
    private @Nullable String from;

    @Option(
            names = "--break-glass",
            paramLabel = "REASON",
            required = true,
            description = "Why; it is recorded with your name.")
    private String reason = "";

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Default: break-glass-PACK.jsonl. Name it again to go on.")
    private @Nullable Path journal;

    @Option(
            names = "--hash",
            paramLabel = "HASH",
            description =
                    "Confirms the plan of this hash without asking; the first 8 characters do.")
    private @Nullable String confirmed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (reason.isBlank()) {
            throw new Failure(Exit.USAGE, "run: say why, with --break-glass 'REASON'");
        }
        var pack = options.read(folder);
        Path file =
                journal == null ? Path.of("break-glass-%s.jsonl".formatted(pack.name())) : journal;
        var request =
                new GlassRequest(
                        pack,
                        environment,
                        runbook,
                        from == null ? null : release(from),
                        release(to),
                        System.getProperty("user.name"),
                        reason);
        var actions = Workshop.actions(Set.of(), null, new Bundle(Path.of("evidence")));
        try (Glass glass = new Glass(request, file, actions, e -> tell(out, e))) {
            String hash = glass.goesOn() ? "" : confirmed(glass, out);
            out.printf("Journal: %s%n", file.toAbsolutePath());
            RollbackState end = glass.run(hash, person(out));
            out.printf("%s%nBring it into the audit later: holdfast import %s%n", end, file);
            out.flush();
            return end instanceof RollbackState.Completed ? Exit.DONE : Exit.FAILED;
        }
    }

    private static Release release(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new Failure(
                    Exit.USAGE, "'%s' is no release such as backend:1.4.1".formatted(text));
        }
        return new Release(text.substring(0, colon), text.substring(colon + 1));
    }

    /// The plan, and the word of whoever broke the glass that exactly this is to be done.
    private String confirmed(Glass glass, PrintWriter out) throws IOException {
        Glass.GlassPlan plan = glass.plan();
        var ready = plan.ready();
        if (ready == null || !plan.obstacles().isEmpty()) {
            throw new Failure(
                    Exit.FAILED,
                    "no plan is possible:\n  " + String.join("\n  ", plan.obstacles()));
        }
        ready.steps().forEach(s -> out.printf("  %-20s %s%n", s.name(), s.does()));
        out.printf("  data lost: %s%n", ready.dataLost() == null ? "none" : ready.dataLost());
        ready.unchecked().forEach(u -> out.printf("  not checked: %s%n", u));
        String brief = ready.hash().substring(0, 8);
        String said = confirmed;
        if (said == null) {
            out.printf("Type %s to have exactly this done: ", brief);
            out.flush();
            said = line();
        }
        if (said.length() < 8 || !ready.hash().startsWith(said.strip())) {
            throw new Failure(Exit.FAILED, "not confirmed; nothing was done");
        }
        return ready.hash();
    }

    private static GlassPerson person(PrintWriter out) {
        return (step, question) -> {
            out.printf(
                    "%n%s%s%n  [g]o on, [r]etry, [a]bort: ",
                    step.isEmpty() ? "" : step + ": ", question);
            out.flush();
            String said = line().strip().toLowerCase(Locale.ROOT);
            return said.startsWith("g")
                    ? GlassPerson.Answer.GO_ON
                    : said.startsWith("r") ? GlassPerson.Answer.RETRY : GlassPerson.Answer.ABORT;
        };
    }

    /// A line of standard input; empty at its end, which means no.
    private static String line() {
        try {
            var in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        } catch (IOException e) {
            throw new Failure(Exit.FAILED, "standard input cannot be read: " + e.getMessage());
        }
    }

    private static void tell(PrintWriter out, Event event) {
        String line =
                switch (event) {
                    case RollbackEvent.StepStarted e -> "→ %s: %s".formatted(e.step(), e.does());
                    case RollbackEvent.StepFinished e ->
                            "✓ %s%s".formatted(e.step(), e.skipped() ? " (skipped)" : "");
                    case RollbackEvent.StepFailed e -> "✗ %s: %s".formatted(e.step(), e.reason());
                    case RollbackEvent.RollbackPaused e -> "… " + e.reason();
                    case RollbackEvent.RollbackFailed e -> "✗ " + e.reason();
                    case RollbackEvent.OrderRefused e -> "✗ refused: " + e.reason();
                    default -> "";
                };
        if (!line.isEmpty()) {
            out.println(line);
            out.flush();
        }
    }
}
