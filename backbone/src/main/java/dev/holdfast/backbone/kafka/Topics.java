package dev.holdfast.backbone.kafka;

import dev.holdfast.backbone.events.Topic;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Creates the topics that are declared in [Topic], and says where the broker's differ.
public final class Topics {
    private static final long SECONDS = 30;

    private Topics() {}

    /// Creates what is missing and answers what differs from its declaration, each as a sentence.
    /// Safe when several services do it at once.
    public static List<String> ensure(Admin admin) throws InterruptedException {
        try {
            Set<String> there = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
            int brokers = admin.describeCluster().nodes().get(SECONDS, TimeUnit.SECONDS).size();
            List<NewTopic> missing =
                    Arrays.stream(Topic.values())
                            .filter(t -> !there.contains(t.title()))
                            .map(t -> declared(t, brokers))
                            .toList();
            create(admin, missing);
            return differences(admin);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The topics could not be created or checked within %d s: %s"
                            .formatted(SECONDS, e),
                    e);
        }
    }

    private static void create(Admin admin, List<NewTopic> missing)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (var answer : admin.createTopics(missing).values().entrySet()) {
            try {
                answer.getValue().get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static NewTopic declared(Topic topic, int brokers) {
        short replicas = (short) Math.min(3, brokers);
        return new NewTopic(topic.title(), topic.partitions(), replicas)
                .configs(configuration(topic, replicas));
    }

    /// The topic's settings on the broker, for a number of replicas.
    public static Map<String, String> configuration(Topic topic, int replicas) {
        Map<String, String> config = new HashMap<>();
        config.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.compacted()
                        ? TopicConfig.CLEANUP_POLICY_COMPACT
                        : TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retention().toMillis()));
        config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas >= 3 ? "2" : "1");
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(6 << 20));
        if (topic.brokerTime()) {
            config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        }
        return config;
    }

    private static List<String> differences(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<String> titles = Arrays.stream(Topic.values()).map(Topic::title).toList();
        Map<String, TopicDescription> found =
                admin.describeTopics(titles).allTopicNames().get(SECONDS, TimeUnit.SECONDS);
        List<String> differences = new ArrayList<>();
        for (Topic t : Topic.values()) {
            TopicDescription d = found.get(t.title());
            int partitions = d == null ? 0 : d.partitions().size();
            if (partitions != t.partitions()) {
                differences.add(
                        "%s has %d partitions, declared are %d: keys would lie elsewhere than we look"
                                .formatted(t.title(), partitions, t.partitions()));
            }
        }
        return differences;
    }
}
