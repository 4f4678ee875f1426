package dev.holdfast.trials.measure;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Measures the house: `Measure up`, `Measure latency`. Options are `name=value`; the folder of the
/// built modules is `root` (default: the working folder), reports go to `to`.
public final class Measure {
    private static final String USAGE =
            """
            Measure up       [runs=5] [rest=30]
            Measure latency  [incidents=240] [systems=10] [period=10] [beside=true]
            both             [root=.] [to=target/measure]
            """;

    private Measure() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Report report = measured(List.of(arguments));
        if (report == null) {
            System.err.print(USAGE);
            System.exit(2);
        } else {
            report.print(System.out);
            System.exit(report.complete() ? 0 : 1);
        }
    }

    private static @Nullable Report measured(List<String> arguments)
            throws IOException, InterruptedException {
        if (arguments.isEmpty()) {
            return null;
        }
        var options = options(arguments.subList(1, arguments.size()));
        Path root = Path.of(options.getOrDefault("root", ".")).toAbsolutePath().normalize();
        Path folder = root.resolve(options.getOrDefault("to", "target/measure"));
        Report report =
                switch (arguments.getFirst()) {
                    case "up" ->
                            UpMeasure.run(
                                    root,
                                    folder,
                                    number(options, "runs", 5),
                                    number(options, "rest", 30));
                    case "latency" ->
                            LatencyMeasure.run(
                                    root,
                                    folder,
                                    new LabSize(
                                            number(options, "systems", 10),
                                            number(options, "incidents", 240),
                                            number(options, "period", 10)),
                                    !options.getOrDefault("beside", "true").equals("false"));
                    default -> null;
                };
        if (report != null) {
            report.write(folder.resolve(arguments.getFirst() + ".json"));
        }
        return report;
    }

    private static Map<String, String> options(List<String> arguments) {
        var options = new TreeMap<String, String>();
        for (String argument : arguments) {
            List<String> parts = Arrays.asList(argument.split("=", 2));
            options.put(parts.getFirst(), parts.getLast());
        }
        return options;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
    }
}
