package dev.holdfast.trials.whole;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.util.Map;

/// The same house over a broker and a database in containers. It needs a Docker that answers and has
/// or can fetch the images; where there is none it is skipped and says so.
class TestcontainersTest {
    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final String POSTGRES = "postgres:18";

    @Test
    void a_bad_release_is_rolled_back_over_containers() throws Exception {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            skip("no Docker answers here");
        }
        try (KafkaContainer kafka =
                        new KafkaContainer(KAFKA)
                                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
                PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES)) {
            starts(kafka, KAFKA);
            starts(postgres, POSTGRES);
            try (WholeHouse house = WholeHouse.over(backends(kafka, postgres), "containers");
                    Tenant shop = Tenant.well(house, "contained", WholePack.AUTOMATIC)) {
                HealingTest.healed(shop);
                Testimony.gapless(shop);
            }
        }
    }

    private static void starts(GenericContainer<?> container, String image) {
        try {
            container.start();
        } catch (ContainerFetchException e) {
            skip("Docker answers, but the image %s cannot be had: %s".formatted(image, e));
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
