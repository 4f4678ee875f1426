package dev.holdfast.ship;

import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// Which images are made, from what, and where they go.
///
/// @param root the folder with the built modules
/// @param out where the tars are written, and what is made on the way
/// @param services whose
/// @param prefix before the service's name, `localhost/holdfast` or `registry.example.com/holdfast`
/// @param tag `0.1.0`
/// @param base an image with a Java 25 as `java` on its path, which its registry gives; null: none, the
///     runtime is made from this JDK and the C library taken from this machine
/// @param push whether the registry in `prefix` gets them; otherwise each is a tar for `docker load`
public record ImageOrder(
        Path root,
        Path out,
        List<Service> services,
        String prefix,
        String tag,
        @Nullable String base,
        boolean push) {

    String reference(Service service) {
        return "%s/%s:%s".formatted(prefix, service.module(), tag);
    }

    Path tar(Service service) {
        return out.resolve(service.module() + ".tar");
    }
}
