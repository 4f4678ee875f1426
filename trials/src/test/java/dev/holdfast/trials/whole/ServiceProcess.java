package dev.holdfast.trials.whole;

import static org.awaitility.Awaitility.await;

import dev.holdfast.local.Service;
import dev.holdfast.local.child.Tether;

import org.awaitility.core.ConditionTimeoutException;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// One of the five services in a JVM of its own, so that it can be killed. It sees its own classes
/// and its libraries, and nothing of the other services. However this JVM ends, it ends with it.
final class ServiceProcess {
    private static final Duration START = Duration.ofMinutes(2);
    private static final int TAIL = 40;

    private final Service service;
    private final Process process;
    private final Path log;

    private ServiceProcess(Service service, Process process, Path log) {
        this.service = service;
        this.process = process;
        this.log = log;
    }

    /// Starts it and returns at once.
    ///
    /// @param folder where its log is written
    static ServiceProcess launch(Service service, Path folder, Map<String, String> environment) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                // Of classes that javac has just written.
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:-BytecodeVerificationRemote",
                                "-Xmx192m",
                                "-cp",
                                classpath(service),
                                Tether.class.getName(),
                                main(service)));
        Map<String, String> told = builder.environment();
        told.keySet().removeIf(k -> k.startsWith("HOLDFAST_"));
        told.putAll(environment);
        Path log = folder.resolve(service.shortName() + ".log");
        try {
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            return new ServiceProcess(service, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it says that it is ready; throws with the end of its log when it does not.
    void awaits(BooleanSupplier ready) {
        try {
            await().atMost(START)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || ready.getAsBoolean());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(service + " does not get ready:\n" + tail(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError(service + " has ended:\n" + tail());
        }
    }

    /// kill -9, and gone.
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "process %d survives kill -9".formatted(process.pid()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// It stands still, and knows nothing of it, until [#resumes].
    void pauses() {
        Signals.stop(process.pid());
    }

    void resumes() {
        Signals.resume(process.pid());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String main(Service service) {
        String name = service.shortName();
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return "dev.holdfast.%s.%sApplication".formatted(name, capital);
    }

    private static String classpath(Service service) {
        String ours =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(ours.split(File.pathSeparator))
                .filter(entry -> belongs(entry, service))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean belongs(String entry, Service service) {
        boolean test = entry.contains("test-classes") || entry.endsWith("-tests.jar");
        boolean tools = entry.matches(".*/(cli|shop)(/target/classes|-[^/]*\\.jar)?");
        boolean foreign =
                Arrays.stream(Service.values())
                        .filter(s -> s != service)
                        .anyMatch(s -> entry.contains(File.separator + s.module()));
        return !test && !tools && !foreign;
    }
}
