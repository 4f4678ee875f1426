package dev.holdfast.shop.compose;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.holdfast.shop.lab.Fresh;
import dev.holdfast.shop.lab.Program;
import dev.holdfast.shop.server.ShopApplication;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Images of a shop's releases, made by `docker import` since no registry is asked for: the program,
/// its libraries, the C libraries that Java needs, and one line that says which release it is. Java
/// itself is mounted from this machine.
///
/// @param folder where they are put together
record Images(Path folder, Program program) {
    private static final Pattern LIBRARY = Pattern.compile("(/[^\\s)]+)\\s+\\(0x[0-9a-f]+\\)");
    private static final List<String> USED =
            List.of(
                    "io.prometheus.client.CollectorRegistry",
                    "io.prometheus.client.exporter.common.TextFormat",
                    "io.prometheus.client.hotspot.DefaultExports",
                    "io.prometheus.client.exemplars.tracer.common.SpanContextSupplier",
                    "io.prometheus.client.exemplars.tracer.otel.OpenTelemetrySpanContextSupplier",
                    "io.prometheus.client.exemplars.tracer.otel_agent.OpenTelemetryAgentSpanContextSupplier",
                    "org.postgresql.Driver");

    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /// Makes the image `name:version`.
    ///
    /// @param pricing of that release, see [dev.holdfast.shop.server.Pricing]
    /// @param migrates whether it changes the schema
    void make(String name, String version, String pricing, boolean migrates)
            throws IOException, InterruptedException {
        Path root = folder.resolve(version);
        Fresh.folder(root);
        Path app = Files.createDirectories(root.resolve("app"));
        Files.createDirectories(root.resolve("tmp"));
        Path release = Files.createDirectories(app.resolve("releases").resolve(version));
        Files.writeString(
                release.resolve("release.properties"),
                "version=%s\npricing=%s\nmigrates=%s\n".formatted(version, pricing, migrates));
        Files.createSymbolicLink(app.resolve("current"), Path.of("releases", version));
        for (Path part : parts()) {
            copy(part, app.resolve(Files.isDirectory(part) ? "classes" : "lib"));
        }
        for (Path library : libraries()) {
            Path to = root.resolve(library.toString().substring(1));
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.copy(library, to, StandardCopyOption.REPLACE_EXISTING);
        }
        Path tar = folder.resolve(version + ".tar");
        program.run(folder, "tar", "-C", root.toString(), "-cf", tar.toString(), ".");
        program.run(
                folder,
                "docker",
                "import",
                "--change",
                "ENTRYPOINT " + entry(),
                tar.toString(),
                name + ":" + version);
        Files.delete(tar);
        Fresh.folder(root);
    }

    private static String entry() {
        return List.of(
                        javaHome().resolve("bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xmx96m",
                        "-cp",
                        "/app/classes:/app/lib/*",
                        ShopApplication.class.getName(),
                        "/app")
                .stream()
                .map(word -> '"' + word + '"')
                .toList()
                .toString();
    }

    /// The jars and folders that the program comes from.
    private static Set<Path> parts() throws IOException {
        List<Class<?>> classes =
                new ArrayList<>(
                        List.of(
                                ShopApplication.class,
                                JsonMapper.class,
                                JsonFactory.class,
                                JsonProperty.class));
        try {
            for (String name : USED) {
                classes.add(Class.forName(name, false, Images.class.getClassLoader()));
            }
            Set<Path> parts = new TreeSet<>();
            for (Class<?> c : classes) {
                parts.add(Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()));
            }
            return parts;
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IOException("a part of the shop is not where it was built", e);
        }
    }

    private static void copy(Path part, Path into) throws IOException {
        try (var files = Files.walk(part)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name =
                        Files.isDirectory(part)
                                ? part.relativize(file)
                                : Objects.requireNonNull(file.getFileName());
                Path to = into.resolve(name.toString());
                Files.createDirectories(Objects.requireNonNull(to.getParent()));
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// What the loader needs to start Java, as `ldd` tells.
    private static Set<Path> libraries() throws IOException, InterruptedException {
        Set<Path> found = new TreeSet<>();
        for (String part : List.of("bin/java", "lib/server/libjvm.so", "lib/libnet.so")) {
            Process ldd =
                    new ProcessBuilder("ldd", javaHome().resolve(part).toString())
                            .redirectErrorStream(true)
                            .start();
            String text =
                    new String(
                            ldd.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            if (ldd.waitFor() != 0) {
                throw new IOException("ldd cannot read %s: %s".formatted(part, text));
            }
            Matcher line = LIBRARY.matcher(text);
            while (line.find()) {
                Path library = Path.of(line.group(1));
                if (!library.startsWith(javaHome())) {
                    found.add(library);
                }
            }
        }
        return found;
    }
}
