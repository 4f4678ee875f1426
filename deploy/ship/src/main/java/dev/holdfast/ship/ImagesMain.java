package dev.holdfast.ship;

import dev.holdfast.local.LocalException;
import dev.holdfast.local.Service;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What `holdfast images` starts.
public final class ImagesMain {
    private static final int BEFORE_SERVICES = 6;

    private ImagesMain() {}

    /// @param args root, folder for the tars, prefix, tag, base or empty, `push` or empty, services
    public static void main(String[] args) {
        List<Service> services =
                Arrays.stream(args).skip(BEFORE_SERVICES).map(Service::valueOf).toList();
        ImageOrder order =
                new ImageOrder(
                        Path.of(args[0]),
                        Path.of(args[1]),
                        services,
                        args[2],
                        args[3],
                        args[4].isEmpty() ? null : args[4],
                        !args[5].isEmpty());
        try {
            new Images(order).make(System.out::println);
        } catch (LocalException e) {
            System.err.println("holdfast: " + e.getMessage());
            System.exit(1);
        }
    }
}
