package dev.holdfast.ship;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;

import dev.holdfast.local.BuiltService;
import dev.holdfast.local.LocalException;
import dev.holdfast.local.Service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The files of one service in layers, from what seldom changes to what changes with each build. What
/// all five share is one layer of the same content, so it is stored and sent once.
///
/// @param layers of libraries and of our own jars, in this order
/// @param classpath of the paths inside the image
record ServiceImage(Service service, List<FileEntriesLayer> layers, String classpath) {
    /// Number of user and group: nobody else's on a usual host.
    static final String USER = "10001:10001";

    static ServiceImage of(Path root, Service service) {
        Set<Path> shared = shared(root);
        Map<String, Path> names = new LinkedHashMap<>();
        var same = FileEntriesLayer.builder().setName("libraries of all services");
        var own = FileEntriesLayer.builder().setName("libraries of this service");
        var ours = FileEntriesLayer.builder().setName("holdfast");
        for (Path jar : BuiltService.classpath(root, service)) {
            boolean isOurs = jar.startsWith(root.toAbsolutePath().normalize());
            String file = jar.getFileName().toString();
            // Without the version: a health check names /app/backbone.jar.
            String name = isOurs ? file.replaceFirst("-\\d.*(?=\\.jar$)", "") : file;
            if (names.putIfAbsent(name, jar) != null) {
                throw new LocalException("%s and %s have one name".formatted(names.get(name), jar));
            }
            var layer = isOurs ? ours : shared.contains(jar) ? same : own;
            layer.addEntry(jar, AbsoluteUnixPath.get(path(name)));
        }
        return new ServiceImage(
                service,
                List.of(same.build(), own.build(), ours.build()),
                String.join(":", names.keySet().stream().map(ServiceImage::path).toList()));
    }

    private static String path(String jar) {
        return "/app/" + jar;
    }

    private static Set<Path> shared(Path root) {
        Set<Path> shared = new LinkedHashSet<>(BuiltService.classpath(root, Service.DETECTOR));
        for (Service other : Service.values()) {
            shared.retainAll(BuiltService.classpath(root, other));
        }
        return shared;
    }

    /// How it starts. More of Java's flags come with the variable JAVA_TOOL_OPTIONS.
    List<String> entrypoint(String java, Path folder, FileEntriesLayer.Builder arguments)
            throws IOException {
        Path file = Files.writeString(folder.resolve(service.module() + ".args"), flags());
        arguments.addEntry(file, AbsoluteUnixPath.get("/app/java.args"));
        return List.of(java, "@/app/java.args", service.mainClass());
    }

    private String flags() {
        var flags = new ArrayList<String>();
        flags.add("-XX:+UseCompactObjectHeaders");
        // Threads, buffers and code lie beside the heap.
        flags.add("-XX:MaxRAMPercentage=50");
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("-Xss512k");
        flags.add("-Dio.netty.allocator.numHeapArenas=1");
        flags.add("-Dio.netty.allocator.numDirectArenas=1");
        flags.add("--enable-native-access=ALL-UNNAMED");
        flags.add("--sun-misc-unsafe-memory-access=allow");
        flags.add("-cp");
        flags.add(classpath);
        return String.join("\n", flags) + "\n";
    }
}
