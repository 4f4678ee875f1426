package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.cli.output.Story;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Map;

/// `holdfast plan SYSTEM/ENVIRONMENT`
@Command(
        name = "plan",
        description =
                "What a rollback would do now: every step, data lost, downtime. Changes nothing.",
        footer = {
            "",
            "Examples:",
            "  holdfast plan shop/production          the newest plan there is",
            "  holdfast plan shop/production --new    have it planned anew (pre-flight only reads)"
        })
public final class PlanCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "The environment is production by default.")
    private String scope = "";

    @Option(names = "--new", description = "Plan anew instead of showing the newest plan.")
    private boolean anew;

    @Override
    public void run() {
        String[] where = Place.scope(scope);
        String path = "/api/systems/%s/%s/plan".formatted(where[0], where[1]);
        Services services = place.services();
        var out = spec.commandLine().getOut();
        if (anew) {
            JsonNode asked = services.post(Service.DECISION, path, Map.of());
            out.printf(
                    "%s: it is being planned; `holdfast plan %s` shows it in a moment.%n",
                    Column.at(asked, "incident"), scope);
            out.flush();
            return;
        }
        JsonNode plan = services.get(Service.DECISION, path);
        var printer = output.printer();
        if (printer.forPeople()) {
            print(out, plan);
            out.flush();
        } else {
            printer.raw(plan);
        }
    }

    static void print(PrintWriter out, JsonNode found) {
        JsonNode plan = found.path("plan").isObject() ? found.path("plan") : found;
        String state = Column.at(found, "state");
        if (state.equals("pending") || state.equals("refused")) {
            out.printf("The plan is %s. %s%n", state, Column.at(found, "reasons"));
        }
        if (!plan.has("hash")) {
            return;
        }
        out.printf(
                "%nPlan %s  runbook %s  %s → %s%n",
                Column.at(plan, "hash")
                        .substring(0, Math.min(12, Column.at(plan, "hash").length())),
                Column.at(plan, "runbook"),
                Story.release(plan.path("from")),
                Story.release(plan.path("to")));
        int number = 1;
        for (JsonNode step : plan.path("steps")) {
            out.printf(
                    "  %d. %-20s %s%s%n",
                    number++,
                    Column.at(step, "name"),
                    Column.at(step, "does"),
                    step.path("losesData").asBoolean() ? "  (loses data)" : "");
        }
        String lost = Column.at(plan, "dataLost");
        out.printf(
                "  data lost: %s   downtime: %s   duration: %s%n",
                lost.isEmpty() ? "none" : lost,
                Column.at(plan, "downtime"),
                Column.at(plan, "duration"));
        String unchecked = Column.at(plan, "unchecked");
        if (!unchecked.isEmpty()) {
            out.println("  could not be checked: " + unchecked);
        }
    }
}
