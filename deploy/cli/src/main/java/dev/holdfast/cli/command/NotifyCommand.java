package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `holdfast notify …`
@Command(
        name = "notify",
        description = "Who is told: try a channel, read drafts, send again what failed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            NotifyCommand.Test.class,
            NotifyCommand.Notices.class,
            NotifyCommand.Preview.class,
            NotifyCommand.Release.class,
            NotifyCommand.Redrive.class
        })
public final class NotifyCommand implements Runnable {
    private static final String NOTICES = "/api/notices";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// `holdfast notify test`
    @Command(
            name = "test",
            description = "Sends a test through a channel, as any notice goes, and waits for it.",
            footer = {"", "Example:", "  holdfast notify test on-call --system shop"})
    public static final class Test implements Runnable {
        private static final Set<String> ENDS = Set.of("SENT", "FAILED", "MUTED");
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final Duration PAUSE = Duration.ofMillis(200);

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Parameters(paramLabel = "CHANNEL", description = "As notifications.yml names it.")
        private String channel = "";

        @Option(
                names = {"-s", "--system"},
                required = true,
                paramLabel = "SYSTEM",
                description = "Whose channel it is.")
        private String system = "";

        @Override
        public void run() {
            Services services = place.services();
            JsonNode begun =
                    services.post(
                            Service.NOTIFIER,
                            "/api/channels/%s/test?system=%s".formatted(channel, system),
                            Map.of());
            JsonNode notice = outcome(services, begun.path("notice").asText());
            String line =
                    "%s: %s after %s attempt(s): %s"
                            .formatted(
                                    channel,
                                    Column.at(notice, "standing")
                                            .toLowerCase(java.util.Locale.ROOT),
                                    Column.at(notice, "attempts"),
                                    Column.at(notice, "remark"));
            if (!Column.at(notice, "standing").equals("SENT")) {
                throw new Failure(Exit.FAILED, line);
            }
            spec.commandLine().getOut().println(line);
            spec.commandLine().getOut().flush();
        }

        /// The notice when it has found its end, or as it stands when patience has.
        private static JsonNode outcome(Services services, String id) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                JsonNode notice = services.get(Service.NOTIFIER, NOTICES + "/" + id);
                if (ENDS.contains(Column.at(notice, "standing")) || System.nanoTime() > end) {
                    return notice;
                }
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return notice;
                }
            }
        }
    }

    /// `holdfast notify list`
    @Command(name = "list", description = "Notices, newest first.")
    public static final class Notices implements Runnable {
        private static final List<Column> COLUMNS =
                List.of(
                        Column.of("NOTICE", "id"),
                        Column.of("STANDING", n -> Column.at(n, "standing")),
                        Column.of("CHANNEL", "channel"),
                        Column.of("ABOUT", "about"),
                        Column.of("INCIDENT", "incident"),
                        Column.wide("AUDIENCE", "audience"),
                        Column.wide("REMARK", "remark"));

        @Mixin private Place place = new Place();
        @Mixin private Output output = new Output();

        @Option(
                names = "--standing",
                paramLabel = "STANDING",
                description = "draft, waiting, sent, failed, muted, …")
        private String standing = "";

        @Override
        public void run() {
            String query = standing.isEmpty() ? "" : "?standing=" + standing;
            JsonNode found = place.services().get(Service.NOTIFIER, NOTICES + query);
            output.printer().list(found, COLUMNS, "There is no such notice.");
        }
    }

    /// `holdfast notify preview`
    @Command(
            name = "preview",
            description = "How every notice will read, before anything happens.",
            footer = {
                "",
                "Example:",
                "  holdfast notify preview shop/production --audience customers"
            })
    public static final class Preview implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Parameters(paramLabel = "SYSTEM/ENVIRONMENT", description = "Whose words they are.")
        private String scope = "";

        @Option(
                names = "--audience",
                paramLabel = "AUDIENCE",
                defaultValue = "engineers",
                description =
                        "engineers, support, management, customers, partners, press or social.")
        private String audience = "";

        @Option(names = "--event", paramLabel = "EVENT", description = "One of them alone.")
        private String event = "";

        @Override
        public void run() {
            JsonNode all =
                    place.services()
                            .get(
                                    Service.NOTIFIER,
                                    "/api/wording?scope=%s&audience=%s"
                                            .formatted(encoded(scope), encoded(audience)));
            PrintWriter out = spec.commandLine().getOut();
            int shown = 0;
            for (JsonNode one : all) {
                if (event.isEmpty() || event.equals(Column.at(one, "event"))) {
                    out.printf("── %s%n%s%n%n", Column.at(one, "event"), Column.at(one, "text"));
                    shown++;
                }
            }
            out.flush();
            if (shown == 0) {
                throw new Failure(
                        Exit.FAILED, "No words are meant for %s about this".formatted(audience));
            }
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /// `holdfast notify release`
    @Command(name = "release", description = "Lets a draft go out, in your name.")
    public static final class Release implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Parameters(paramLabel = "NOTICE", description = "As `holdfast notify list` names it.")
        private String notice = "";

        @Override
        public void run() {
            said(spec, place, "/%s/release".formatted(notice));
        }
    }

    /// `holdfast notify redrive`
    @Command(name = "redrive", description = "Sends again what finally failed.")
    public static final class Redrive implements Runnable {
        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Place place = new Place();

        @Parameters(paramLabel = "NOTICE", description = "As `holdfast notify list` names it.")
        private String notice = "";

        @Option(names = "--dry-run", description = "Only say what would be sent where.")
        private boolean dry;

        @Override
        public void run() {
            said(spec, place, "/%s/redrive?dry=%s".formatted(notice, dry));
        }
    }

    private static void said(CommandSpec spec, Place place, String path) {
        JsonNode notice = place.services().post(Service.NOTIFIER, NOTICES + path, Map.of());
        spec.commandLine()
                .getOut()
                .printf(
                        "%s to %s: %s%n",
                        Column.at(notice, "subject"),
                        Column.at(notice, "channel"),
                        Column.at(notice, "standing"));
        spec.commandLine().getOut().flush();
    }
}
