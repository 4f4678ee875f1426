package dev.holdfast.detector;

import java.time.Duration;

/// How long a killed detector needs until it answers again with all its state, by how much it holds: load for a while, kill -9,
/// start, and again with more.
///
///     java -cp … dev.holdfast.detector.RestoreTime SYSTEMS SERIES SECONDS TIMES
public final class RestoreTime {
    private RestoreTime() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[2]);
        try (var house =
                new LoadedHouse(
                        Integer.parseInt(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        "-XX:+UseSerialGC",
                        "-Xmx2g")) {
            house.detector("i0", 1);
            house.apply();
            for (int times = Integer.parseInt(arguments[3]); times >= 0; times--) {
                var logs = new LogSizes(house.kafka.bootstrapServers());
                house.detectors.removeLast().kill();
                long began = System.nanoTime();
                var detector = house.detector("i0", 1);
                double took = (System.nanoTime() - began) / 1e9;
                System.out.printf(
                        "%d samples sent, changelog %.1f MB: ready %.1f s after the start of its JVM, %.1f s of CPU%n",
                        house.sent.get(),
                        logs.size("holdfast-detector-memory-changelog") / 1e6,
                        took,
                        Costs.cpu(detector.pid()));
                if (times > 0) {
                    house.begin();
                    Thread.sleep(Duration.ofSeconds(seconds));
                    house.end();
                }
            }
        }
        System.exit(0);
    }
}
