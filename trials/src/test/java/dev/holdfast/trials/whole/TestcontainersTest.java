package dev.holdfast.trials.whole;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The same house over a broker and a database in containers. It needs a Docker that answers and has
/// or can fetch the images; where there is none it is skipped and says why.
class TestcontainersTest {
    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final String POSTGRES = "postgres:18";
    private static final int FETCHING_MINUTES = 5;

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
    private static Optional<String> obstacle() {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.of("no Docker answers here");
            }
            for (String image : List.of(KAFKA, POSTGRES)) {
                fetch(DockerClientFactory.lazyClient(), image);
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (RuntimeException e) {
            return Optional.of("Docker answers, but an image cannot be had: " + e.getMessage());
        }
    }

    private static void fetch(DockerClient docker, String image) throws InterruptedException {
        try {
            var _ = docker.inspectImageCmd(image).exec();
        } catch (NotFoundException _) {
            var _ =
                    docker.pullImageCmd(image)
                            .start()
                            .awaitCompletion(FETCHING_MINUTES, TimeUnit.MINUTES);
        }
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
