package dev.holdfast.ship;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;

import dev.holdfast.local.LocalException;
import dev.holdfast.local.Service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Makes the services' images. No Docker daemon is asked, and no registry unless one is named.
public final class Images {
    private final ImageOrder order;
    private final Path work;

    public Images(ImageOrder order) {
        this.order = order;
        this.work = order.out().resolve("work");
    }

    /// One after the other; each is said when it is there.
    public void make(Consumer<String> said) {
        for (Service service : order.services()) {
            ServiceImage image = ServiceImage.of(order.root(), service);
            try {
                Files.createDirectories(work);
                var _ = container(image).containerize(target(service));
                said.accept(
                        order.push()
                                ? order.reference(service)
                                : "%s  %s, %d MB"
                                        .formatted(
                                                order.reference(service),
                                                order.tar(service),
                                                Files.size(order.tar(service)) >> 20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalException("interrupted while images were made", e);
            } catch (Exception e) {
                throw new LocalException(
                        "The image of %s could not be made: %s"
                                .formatted(service.module(), e.getMessage()),
                        e);
            }
        }
    }

    private JibContainerBuilder container(ServiceImage image) throws Exception {
        Service service = image.service();
        var arguments = FileEntriesLayer.builder().setName("how it starts");
        JibContainerBuilder container =
                order.base() == null ? Jib.fromScratch() : Jib.from(base(order.base()));
        String java = "java";
        if (order.base() == null) {
            Path runtime = SmallRuntime.in(work);
            java = "/opt/java/bin/java";
            container.addFileEntriesLayer(BareRoot.layer(runtime, work));
            container.addFileEntriesLayer(java(runtime));
            container.addEnvironmentVariable("PATH", "/opt/java/bin");
            container.addEnvironmentVariable("JAVA_HOME", "/opt/java");
        } else {
            container.addFileEntriesLayer(writable());
        }
        image.layers().forEach(container::addFileEntriesLayer);
        container.setEntrypoint(image.entrypoint(java, work, arguments));
        return container
                .addFileEntriesLayer(arguments.build())
                .setUser(ServiceImage.USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/data"))
                .addEnvironmentVariable("HOLDFAST_HOST", "0.0.0.0")
                .addEnvironmentVariable("HOLDFAST_DATA", "/data")
                .addEnvironmentVariable("HOLDFAST_LOG", "JSON")
                .addExposedPort(Port.tcp(service.port()))
                .setLabels(
                        Map.of(
                                "org.opencontainers.image.title",
                                "Holdfast " + service.module(),
                                "org.opencontainers.image.version",
                                order.tag(),
                                "org.opencontainers.image.licenses",
                                "Apache-2.0"));
    }

    private static FileEntriesLayer java(Path runtime) throws IOException {
        return FileEntriesLayer.builder()
                .setName("java")
                .addEntryRecursive(
                        runtime,
                        AbsoluteUnixPath.get("/opt/java"),
                        (file, _) ->
                                FilePermissions.fromOctalString(
                                        Files.isDirectory(file) || Files.isExecutable(file)
                                                ? "755"
                                                : "644"))
                .build();
    }

    private FileEntriesLayer writable() throws IOException {
        return FileEntriesLayer.builder()
                .setName("data")
                .addEntry(
                        Files.createDirectories(work.resolve("empty")),
                        AbsoluteUnixPath.get("/data"),
                        FilePermissions.fromOctalString("755"),
                        FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
                        ServiceImage.USER)
                .build();
    }

    private Containerizer target(Service service) throws Exception {
        String reference = order.reference(service);
        Containerizer target =
                order.push()
                        ? Containerizer.to(access(RegistryImage.named(reference), reference))
                        : Containerizer.to(TarImage.at(order.tar(service)).named(reference));
        return target.setBaseImageLayersCache(work.resolve("bases"))
                .setApplicationLayersCache(work.resolve("layers"))
                .setOfflineMode(!order.push() && order.base() == null)
                .setToolName("holdfast");
    }

    /// A base may lie in a private registry, as the target may.
    private static RegistryImage base(String reference) throws Exception {
        return access(RegistryImage.named(reference), reference);
    }

    /// As `docker login` left it.
    private static RegistryImage access(RegistryImage image, String reference) throws Exception {
        Consumer<LogEvent> quiet = _ -> {};
        var retrievers =
                CredentialRetrieverFactory.forImage(
                        com.google.cloud.tools.jib.api.ImageReference.parse(reference), quiet);
        for (var retriever :
                List.of(retrievers.dockerConfig(), retrievers.wellKnownCredentialHelpers())) {
            image.addCredentialRetriever(retriever);
        }
        return image;
    }
}
