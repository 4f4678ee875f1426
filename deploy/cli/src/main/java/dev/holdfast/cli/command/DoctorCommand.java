package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.http.Services;
import dev.holdfast.local.Diagnosis;
import dev.holdfast.local.HouseControl;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `holdfast doctor`
@Command(
        name = "doctor",
        description =
                "Looks for what is wrong: this machine, the parts of the house, each service's readiness, and metrics and signals that no pack asks for.",
        footer = {"", "Exit code 0 when nothing is wrong, 1 otherwise."})
public final class DoctorCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 5;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var findings = new ArrayList<Diagnosis.Finding>(Diagnosis.of(place.house()));
        boolean up = new HouseControl(place.house()).running().isPresent();
        findings.add(
                new Diagnosis.Finding(
                        up, "house", up ? "is up" : "is not up: `holdfast up` starts it"));
        if (up) {
            findings.addAll(services());
        }
        unmatched().ifPresent(findings::add);
        findings.forEach(
                f -> out.printf("%s %-16s %s%n", f.well() ? "✔" : "✘", f.what(), f.says()));
        out.flush();
        return findings.stream().allMatch(Diagnosis.Finding::well) ? Exit.DONE : Exit.FAILED;
    }

    private List<Diagnosis.Finding> services() {
        Services services = place.services();
        var findings = new ArrayList<Diagnosis.Finding>();
        for (Service service : Service.values()) {
            try {
                int status = services.status(service, "/health/readiness");
                findings.add(
                        new Diagnosis.Finding(
                                status == 200,
                                service.module(),
                                status == 200
                                        ? "ready at " + place.url(service)
                                        : "answers %d to /health/readiness: see %s"
                                                .formatted(
                                                        status,
                                                        place.house()
                                                                .logs()
                                                                .resolve(
                                                                        service.shortName()
                                                                                + ".log"))));
            } catch (Failure e) {
                findings.add(
                        new Diagnosis.Finding(
                                false, service.module(), String.valueOf(e.getMessage())));
            }
        }
        return findings;
    }

    /// What came in and belongs to no system: most often a label that is missing, or a pack that was
    /// never applied. Nothing where the detector does not answer, which is found above.
    private Optional<Diagnosis.Finding> unmatched() {
        try {
            JsonNode all = place.services().get(Service.DETECTOR, "/api/v1/unmatched");
            List<String> shown = new ArrayList<>();
            for (JsonNode kind : all.path("kinds")) {
                if (shown.size() < MOST_SHOWN) {
                    shown.add(
                            "%s (%d, last %s)"
                                    .formatted(
                                            kind.path("name").asText(),
                                            kind.path("count").asLong(),
                                            kind.path("example")));
                }
            }
            long total = all.path("total").asLong();
            return Optional.of(
                    new Diagnosis.Finding(
                            true, // a Collector may well carry what is other teams'
                            "unmatched",
                            total == 0
                                    ? "all that came in belongs to a system"
                                    : "%d samples and signals belong to no system, by the `match` of its environments in pack.yml: %s"
                                            .formatted(total, String.join("; ", shown))));
        } catch (Failure _) {
            return Optional.empty();
        }
    }
}
