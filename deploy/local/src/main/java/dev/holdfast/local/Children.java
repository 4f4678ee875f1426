package dev.holdfast.local;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Everything this JVM has started and not yet stopped. When the JVM ends in an orderly way all
/// of it is stopped first, last started first stopped; kill -9 is answered by the tethers.
final class Children {
    private static final Set<Part> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::stopAll, "stop-children"));
    }

    private Children() {}

    /// Something with a process of its own.
    interface Part extends AutoCloseable {
        long order();

        @Override
        void close();
    }

    static void remember(Part part) {
        LIVING.add(part);
    }

    static void forget(Part part) {
        LIVING.remove(part);
    }

    private static void stopAll() {
        List.copyOf(LIVING).stream()
                .sorted((a, b) -> Long.compare(b.order(), a.order()))
                .forEach(Part::close);
    }
}
