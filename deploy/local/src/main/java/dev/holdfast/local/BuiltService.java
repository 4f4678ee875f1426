package dev.holdfast.local;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What the build made of a service.
public final class BuiltService {
    private BuiltService() {}

    /// The module's jar first, then what Maven resolved for it at build time.
    ///
    /// @param root the folder with the built modules
    /// @throws LocalException where it is not built
    public static List<Path> classpath(Path root, Service service) {
        Path target = root.resolve(service.module()).resolve("target");
        var classpath = new ArrayList<Path>();
        classpath.add(jarIn(target, service));
        try {
            String resolved = Files.readString(target.resolve("classpath.txt")).strip();
            for (String entry : resolved.split(File.pathSeparator)) {
                if (!entry.isBlank()) {
                    classpath.add(Path.of(entry));
                }
            }
            return classpath;
        } catch (IOException e) {
            throw notBuilt(service, e.getMessage());
        }
    }

    private static Path jarIn(Path target, Service service) {
        try (var jars = Files.newDirectoryStream(target, service.module() + "*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (!name.contains("-tests") && !name.contains("-sources")) {
                    return jar;
                }
            }
            throw notBuilt(service, "no jar in " + target);
        } catch (IOException e) {
            throw notBuilt(service, e.getMessage());
        }
    }

    private static LocalException notBuilt(Service service, @Nullable String why) {
        return new LocalException(
                "%s is not built (%s): run `mvn -q -B -DskipTests package`."
                        .formatted(service.module(), why));
    }
}
