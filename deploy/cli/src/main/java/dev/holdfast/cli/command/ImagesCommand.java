package dev.holdfast.cli.command;

import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// `holdfast images`
@Command(
        name = "images",
        description = "Builds the services' container images. No Docker daemon is needed.",
        footer = {
            "",
            "Without --base an image holds a Java made from this JDK and nothing else: no shell, no program.",
            "Examples:",
            "  holdfast images && for t in target/images/*.tar; do docker load -i $t; done",
            "  holdfast images --base eclipse-temurin:25-jre --push registry.example.com/holdfast"
        })
public final class ImagesCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description =
                    "Which ones: detector, decision, executor, verifier, notifier (default: all).")
    private List<Service> services = List.of();

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description = "An image with Java 25 on its path, from a registry.")
    private @Nullable String base;

    @Option(
            names = "--push",
            paramLabel = "PREFIX",
            description =
                    "Sends them to this registry as PREFIX/SERVICE:TAG, with the credentials of docker login.")
    private @Nullable String push;

    @Option(names = "--tag", paramLabel = "TAG", description = "Default: ${DEFAULT-VALUE}.")
    private String tag = "0.1.0";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the tars go (default: target/images beside the launcher).")
    private @Nullable Path out;

    @Override
    public Integer call() {
        Path root = Path.of(System.getProperty("holdfast.root", ".")).toAbsolutePath().normalize();
        Path folder = out == null ? root.resolve("target/images") : out.toAbsolutePath();
        List<String> arguments = new ArrayList<>();
        arguments.add(root.toString());
        arguments.add(folder.toString());
        arguments.add(push == null ? "localhost/holdfast" : push);
        arguments.add(tag);
        arguments.add(base == null ? "" : base);
        arguments.add(push == null ? "" : "push");
        for (Service service :
                services.isEmpty() ? Arrays.asList(Service.values()) : List.copyOf(services)) {
            arguments.add(service.name());
        }
        return Program.of("deploy/ship", "dev.holdfast.ship.ImagesMain").run(arguments);
    }
}
