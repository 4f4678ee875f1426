package dev.holdfast.cli.command;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.drill.Canary;
import dev.holdfast.cli.drill.Held;
import dev.holdfast.cli.drill.Score;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `holdfast canary`
@Command(
        name = "canary",
        description =
                "Calls through all five services every minute, and the outside heartbeat after each call that came back.",
        footer = {
            "",
            "The call is a drill of the pack deploy/packs/canary: a signal becomes a trigger, an incident, a plan, an",
            "order, a step that touches nothing, a verdict and a notice, each from the service whose work it is.",
            "Give the heartbeat's address to a dead man's switch (Healthchecks, Dead Man's Snitch, an Alertmanager",
            "elsewhere …) that calls people when it hears nothing for five minutes.",
            "",
            "Run it beside the house under systemd or in a container. With --once: exit code 0 only if it came back and",
            "the heartbeat, if there is one, was called.",
            "",
            "Examples:",
            "  HOLDFAST_HEARTBEAT_URL=https://hc.example/ping/1f2e holdfast canary",
            "  holdfast canary --once"
        })
public final class CanaryCommand implements Callable<Integer> {
    private static final Duration SOONEST = Duration.ofSeconds(10);
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Option(
            names = "--heartbeat",
            paramLabel = "URL",
            description =
                    "Called with GET after each call that came back (or HOLDFAST_HEARTBEAT_URL, which no list of processes shows).")
    private @Nullable String heartbeat;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "From one call to the next (default: 1m, at least 10s).")
    private String every = "1m";

    @Option(names = "--once", description = "Call once and end.")
    private boolean once;

    @Override
    public Integer call() throws InterruptedException {
        Duration pause = pause();
        URI outside = outside();
        PackFiles pack =
                PackOptions.read(
                        place.house().root().resolve("deploy/packs/canary"), java.util.Map.of());
        var canary = new Canary(place.house(), place.services(), pack, DrillCommand.drills(pack));
        boolean settled = false;
        while (true) {
            Instant next = Instant.now().plus(pause);
            boolean back = false;
            try {
                if (!settled) {
                    canary.settle();
                }
                back = calls(canary, outside);
            } catch (RuntimeException e) {
                // Whatever it was: the next call shows whether the house is there again.
                say("failed: " + (e instanceof Failure ? e.getMessage() : e.toString()));
            }
            // A house whose database was made anew does not know the canary's pack any more.
            settled = back;
            if (once) {
                return back ? Exit.DONE : Exit.FAILED;
            }
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), next).toMillis()));
        }
    }

    private boolean calls(Canary canary, @Nullable URI outside) throws InterruptedException {
        Instant began = Instant.now();
        Held held = canary.call(outside);
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1_000.0;
        if (held.passed()) {
            say(
                    "came back in %.1f s; %s"
                            .formatted(
                                    seconds,
                                    outside == null ? "no heartbeat is set" : "heartbeat called"));
        } else {
            say("DID NOT COME BACK after %.1f s: %s".formatted(seconds, wrong(held)));
        }
        return held.passed();
    }

    private static String wrong(Held held) {
        return held.stopped().isEmpty()
                ? held.lines().stream()
                        .filter(l -> !l.right())
                        .map(Score.Line::toString)
                        .map(line -> line.replaceAll(" +", " "))
                        .collect(Collectors.joining("; "))
                : held.stopped();
    }

    private @Nullable URI outside() {
        String named = heartbeat != null ? heartbeat : System.getenv("HOLDFAST_HEARTBEAT_URL");
        if (named == null || named.isBlank()) {
            return null;
        }
        try {
            URI url = new URI(named.strip());
            if (url.getHost() != null && SCHEMES.contains(String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException _) {
            // Said below without its text: an address of a heartbeat is a secret.
        }
        throw new Failure(
                Exit.USAGE, "The heartbeat is no address such as https://hc.example/ping/1f2e");
    }

    private Duration pause() {
        Duration pause =
                Durations.parse(every)
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "--every %s is no time such as 1m".formatted(every)));
        if (pause.compareTo(SOONEST) < 0) {
            throw new Failure(Exit.USAGE, "--every %s is less than 10s".formatted(every));
        }
        return pause;
    }

    private void say(String text) {
        var out = spec.commandLine().getOut();
        out.printf("%s canary: %s%n", Instant.now().truncatedTo(ChronoUnit.SECONDS), text);
        out.flush();
    }
}
