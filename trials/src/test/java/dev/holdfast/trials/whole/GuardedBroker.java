package dev.holdfast.trials.whole;

import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.Ports;
import dev.holdfast.local.Service;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real broker that asks who is there, with exactly the rights of deploy/kafka/rights.tsv. Beside
/// the guarded door it has a plain one for whoever administers.
final class GuardedBroker implements AutoCloseable {
    private static final Path RIGHTS = Path.of("..", "deploy", "kafka", "rights.tsv");

    /// Publishes drills, and may do nothing else.
    static final String DRILL_TOOL = "drill-tool";

    private final Path folder;
    private final LocalKafka kafka;
    private final String guarded;

    GuardedBroker(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        List<Integer> ports = Ports.free(3);
        guarded = "127.0.0.1:" + ports.get(1);
        kafka =
                LocalKafka.start(
                        Files.createDirectories(folder.resolve("kafka")),
                        ports.getFirst(),
                        settings(ports));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var _ = Topics.ensure(admin);
            List<AclBinding> rights = rights();
            admin.createAcls(rights).all().get();
            // The broker takes them in a moment later.
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            admin.describeAcls(AclBindingFilter.ANY).values().get().size()
                                    >= rights.size());
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the rights were not taken", e);
        }
        for (Service service : Service.values()) {
            Files.writeString(access(service.module()), client(service.module(), "right"));
        }
        Files.writeString(access(DRILL_TOOL), client(DRILL_TOOL, "right"));
        Files.writeString(access("stranger"), client("trigger-detector", "wrong"));
    }

    private static String settings(List<Integer> ports) {
        String users =
                Stream.concat(
                                Arrays.stream(Service.values()).map(Service::module),
                                Stream.of(DRILL_TOOL))
                        .map(user -> "user_%s=\"right\"".formatted(user))
                        .collect(Collectors.joining(" "));
        return """

        listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_PLAINTEXT://127.0.0.1:%2$d
        controller.quorum.voters=1@127.0.0.1:%3$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
        sasl.enabled.mechanisms=PLAIN
        listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required %4$s;
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:ANONYMOUS
        """
                .formatted(ports.get(0), ports.get(1), ports.get(2), users);
    }

    private static String client(String user, String password) {
        return """
        security.protocol=SASL_PLAINTEXT
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
        """
                .formatted(user, password);
    }

    private static List<AclBinding> rights() throws IOException {
        List<AclBinding> rights = new ArrayList<>();
        for (String line : Files.readAllLines(RIGHTS, UTF_8)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\t", -1);
            var resource =
                    new ResourcePattern(
                            SecurityUtils.resourceType(cells[2]),
                            cells[4],
                            PatternType.fromString(cells[3]));
            if (resource.resourceType() == ResourceType.UNKNOWN) {
                throw new IllegalArgumentException(line);
            }
            for (String operation : cells[1].split(",", -1)) {
                rights.add(
                        new AclBinding(
                                resource,
                                new AccessControlEntry(
                                        "User:" + cells[0],
                                        "*",
                                        SecurityUtils.operation(operation),
                                        AclPermissionType.ALLOW)));
            }
        }
        if (rights.stream().anyMatch(r -> r.entry().operation() == AclOperation.UNKNOWN)) {
            throw new IllegalArgumentException(
                    "An operation of %s is not Kafka's".formatted(RIGHTS));
        }
        return rights;
    }

    /// The file with a principal's credentials.
    Path access(String principal) {
        return folder.resolve(principal + ".properties");
    }

    /// The door of whoever administers: nobody is asked there.
    String open() {
        return kafka.bootstrapServers();
    }

    /// Where one must say who one is.
    String guarded() {
        return guarded;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
