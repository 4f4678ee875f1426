package dev.holdfast.trials.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The same house over a broker and a database in containers. It needs a Docker that answers and has
/// or can fetch the images; where there is none it is skipped and says why.
class TestcontainersTest {
    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final String POSTGRES = "postgres:18";
    private static final Duration FETCHING = Duration.ofMinutes(5);

    @Test
    void a_bad_release_is_rolled_back_over_containers() {
        obstacle().ifPresent(TestcontainersTest::skip);
        try (KafkaContainer kafka =
                        new KafkaContainer(KAFKA)
                                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
                PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES)) {
            kafka.start();
            postgres.start();
            try (WholeHouse house = WholeHouse.over(backends(kafka, postgres), "containers");
                    Tenant shop = Tenant.well(house, "contained", WholePack.AUTOMATIC)) {
                HealingTest.healed(shop);
                Testimony.gapless(shop);
            }
        }
    }

    /// Why it cannot be done here. Only what is missing is an obstacle: what fails to start fails.
    /// Docker's own client fetches: Testcontainers asks for its reaper's image before anything else,
    /// and where no registry answers it asks for a minute and a half.
    private static Optional<String> obstacle() {
        try {
            for (String image : List.of(KAFKA, POSTGRES)) {
                Optional<String> missing = missing(image);
                if (missing.isPresent()) {
                    return missing;
                }
            }
        } catch (IOException e) {
            return Optional.of("no Docker here: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no Docker answers Testcontainers here");
    }

    private static Optional<String> missing(String image) throws IOException, InterruptedException {
        if (docker("image", "inspect", "--format", "{{.Id}}", image).isEmpty()) {
            return Optional.empty();
        }
        return docker("pull", "--quiet", image);
    }

    /// What it complained of; nothing where it went well.
    private static Optional<String> docker(String... words)
            throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("docker"), Stream.of(words)).toList();
        Process docker = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!docker.waitFor(FETCHING.toMillis(), MILLISECONDS)) {
            docker.destroyForcibly();
            return Optional.of("%s took longer than %s".formatted(command, FETCHING));
        }
        String said = new String(docker.getInputStream().readAllBytes(), UTF_8).strip();
        return docker.exitValue() == 0 ? Optional.empty() : Optional.of(said);
    }

    private static Backends backends(KafkaContainer kafka, PostgreSQLContainer postgres) {
        return new Backends(
                kafka.getBootstrapServers(),
                Map.of(
                        "HOLDFAST_KAFKA", kafka.getBootstrapServers(),
                        "HOLDFAST_POSTGRES_HOST", postgres.getHost(),
                        "HOLDFAST_POSTGRES_PORT", postgres.getFirstMappedPort().toString(),
                        "HOLDFAST_POSTGRES_DATABASE", postgres.getDatabaseName(),
                        "HOLDFAST_POSTGRES_USER", postgres.getUsername(),
                        "HOLDFAST_POSTGRES_PASSWORD", postgres.getPassword()));
    }

    private static void skip(String why) {
        System.out.println("TestcontainersTest is skipped: " + why);
        Assumptions.abort(why);
    }
}
