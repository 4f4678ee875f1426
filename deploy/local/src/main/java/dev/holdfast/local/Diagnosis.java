package dev.holdfast.local;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What a look at this machine finds, for `holdfast doctor`.
public final class Diagnosis {
    private Diagnosis() {}

    /// One thing looked at.
    public record Finding(boolean well, String what, String says) {}

    public static List<Finding> of(HouseSettings house) {
        var findings = new ArrayList<Finding>();
        findings.add(new Finding(true, "java", System.getProperty("java.vm.version")));
        findings.add(memory());
        findings.add(
                new Finding(
                        !Files.exists(house.data()) || Files.isWritable(house.data()),
                        "data folder",
                        house.data().toString()));
        if (new HouseControl(house).running().isEmpty()) {
            findings.add(port("kafka", house.kafkaPort()));
            findings.add(port("postgres", house.postgresPort()));
            for (Service service : Service.values()) {
                findings.add(port(service.shortName(), house.port(service)));
            }
        }
        return findings;
    }

    private static Finding memory() {
        OptionalLong free = Memory.availableMegabytes();
        return new Finding(
                free.isEmpty() || free.getAsLong() >= Memory.NEEDED_MEGABYTES,
                "memory",
                free.isEmpty()
                        ? "unknown"
                        : "%d MB available, about %d needed"
                                .formatted(free.getAsLong(), Memory.NEEDED_MEGABYTES));
    }

    private static Finding port(String part, int port) {
        boolean taken = Ports.isTaken(port);
        return new Finding(
                !taken,
                "port " + port,
                taken
                        ? "for %s is taken by %s"
                                .formatted(part, PortHolder.of(port).orElse("an unknown process"))
                        : "is free for " + part);
    }
}
