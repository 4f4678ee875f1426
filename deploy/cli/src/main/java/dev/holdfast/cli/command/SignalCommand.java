package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.http.Services;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// `holdfast signal SYSTEM/ENVIRONMENT KIND key=value…`
@Command(
        name = "signal",
        description = "Tells Holdfast a fact, such as a deployment.",
        footer = {
            "",
            "Call it from your pipeline before and after a deployment:",
            "",
            "  holdfast signal shop/production deployment.started  component=backend release=1.5.0",
            "  holdfast signal shop/production deployment.finished component=backend release=1.5.0 commit=$SHA changes=code,migration"
        })
public final class SignalCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(
            index = "0",
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "The environment is production by default.")
    private String scope = "";

    @Parameters(
            index = "1",
            paramLabel = "KIND",
            description = "deployment.started, deployment.finished, security.finding, …")
    private String kind = "";

    @Parameters(
            index = "2..*",
            paramLabel = "KEY=VALUE",
            description = "What else there is to say.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Yours, so that a repeat is recognised (default: a new one).")
    private @Nullable String id;

    @Override
    public void run() {
        String[] where = Place.scope(scope);
        String used = id == null ? UUID.randomUUID().toString() : id;
        send(place.services(), where[0] + "/" + where[1], used, kind, attributes);
        var out = spec.commandLine().getOut();
        out.printf("%s is accepted as %s.%n", kind, used);
        out.flush();
    }

    /// Sends one CloudEvent; returns when Kafka has it.
    public static JsonNode send(
            Services services,
            String scope,
            String id,
            String kind,
            Map<String, String> attributes) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", "/holdfast/cli");
        event.put("type", kind);
        event.put("subject", scope);
        event.put("time", Instant.now().toString());
        event.put("datacontenttype", "application/json");
        event.put("data", attributes);
        return services.signal(event);
    }
}
