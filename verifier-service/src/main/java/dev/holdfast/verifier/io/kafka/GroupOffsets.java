package dev.holdfast.verifier.io.kafka;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.KafkaLagCheck;
import dev.holdfast.verifier.io.probe.Unusable;

import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A group's committed offsets beside the ends of the logs.
final class GroupOffsets {
    private GroupOffsets() {}

    /// @param uncommitted partitions of the asked topics that hold records and have no committed offset
    record Found(Map<String, Long> lags, int uncommitted) {}

    static Found of(KafkaLagCheck.Lag q, LagAsker.Cluster cluster) throws IOException, Unusable {
        Map<TopicPartition, Long> committed = committed(q, cluster);
        TreeSet<String> topics = new TreeSet<>(q.topics());
        if (topics.isEmpty()) {
            committed.keySet().forEach(p -> topics.add(p.topic()));
        }
        if (topics.isEmpty()) {
            return new Found(Map.of(), 0);
        }
        Map<TopicPartition, Node> leaders = leaders(List.copyOf(topics), cluster);
        Map<Node, List<TopicPartition>> byLeader = new HashMap<>();
        leaders.forEach((p, node) -> byLeader.computeIfAbsent(node, _ -> new ArrayList<>()).add(p));
        int uncommitted = 0;
        Map<String, Long> lags = new HashMap<>();
        for (Map.Entry<Node, List<TopicPartition>> e : byLeader.entrySet()) {
            BrokerTalk leader = cluster.at(e.getKey().host(), e.getKey().port());
            Map<TopicPartition, Long> ends = ends(e.getValue(), leader, true);
            List<TopicPartition> unread = new ArrayList<>(e.getValue());
            unread.removeAll(committed.keySet());
            for (Map.Entry<TopicPartition, Long> start :
                    unread.isEmpty()
                            ? Map.<TopicPartition, Long>of().entrySet()
                            : ends(unread, leader, false).entrySet()) {
                uncommitted += ends.getOrDefault(start.getKey(), 0L) > start.getValue() ? 1 : 0;
            }
            committed.forEach((p, offset) -> {
                Long end = ends.get(p);
                if (end != null) {
                    lags.put(p.toString(), Math.max(0, end - offset));
                }
            });
        }
        return new Found(lags, uncommitted);
    }

    static BrokerTalk coordinator(String group, LagAsker.Cluster cluster)
            throws IOException, Unusable {
        FindCoordinatorResponse answer =
                cluster.any()
                        .send(
                                new FindCoordinatorRequest.Builder(
                                        new FindCoordinatorRequestData()
                                                .setKeyType(
                                                        FindCoordinatorRequest.CoordinatorType.GROUP
                                                                .id())
                                                .setCoordinatorKeys(List.of(group))),
                                FindCoordinatorResponse.class);
        Coordinator found =
                answer.coordinatorByKey(group)
                        .orElseThrow(() -> broken("no coordinator is named for the group"));
        fine(Errors.forCode(found.errorCode()), "the group's coordinator");
        return cluster.at(found.host(), found.port());
    }

    private static Map<TopicPartition, Long> committed(
            KafkaLagCheck.Lag q, LagAsker.Cluster cluster) throws IOException, Unusable {
        OffsetFetchRequestData all =
                new OffsetFetchRequestData()
                        .setRequireStable(false)
                        .setGroups(
                                List.of(
                                        new OffsetFetchRequestData.OffsetFetchRequestGroup()
                                                .setGroupId(q.group())
                                                .setTopics(null)));
        OffsetFetchResponse answer =
                coordinator(q.group(), cluster)
                        .send(
                                OffsetFetchRequest.Builder.forTopicNames(all, false),
                                OffsetFetchResponse.class);
        OffsetFetchResponseGroup group = answer.group(q.group());
        fine(Errors.forCode(group.errorCode()), "the group's offsets");
        Map<TopicPartition, Long> committed = new HashMap<>();
        group.topics()
                .forEach(t ->
                        t.partitions()
                                .forEach(p -> {
                                    if (p.committedOffset() >= 0) {
                                        committed.put(
                                                new TopicPartition(t.name(), p.partitionIndex()),
                                                p.committedOffset());
                                    }
                                }));
        return committed;
    }

    private static Map<TopicPartition, Node> leaders(List<String> topics, LagAsker.Cluster cluster)
            throws IOException, Unusable {
        MetadataResponse answer =
                cluster.any()
                        .send(
                                MetadataRequest.Builder.forTopicNames(topics, false),
                                MetadataResponse.class);
        Map<TopicPartition, Node> leaders = new HashMap<>();
        for (MetadataResponse.TopicMetadata topic : answer.topicMetadata()) {
            fine(topic.error(), "topic " + topic.topic());
            for (MetadataResponse.PartitionMetadata p : topic.partitionMetadata()) {
                Node leader = p.leaderId.map(id -> answer.brokersById().get(id)).orElse(null);
                if (leader == null) {
                    throw broken("partition %s has no leader".formatted(p.topicPartition));
                }
                leaders.put(p.topicPartition, leader);
            }
        }
        return leaders;
    }

    /// Where their logs end, or begin.
    private static Map<TopicPartition, Long> ends(
            List<TopicPartition> partitions, BrokerTalk leader, boolean last)
            throws IOException, Unusable {
        Map<String, ListOffsetsTopic> topics = new HashMap<>();
        for (TopicPartition p : partitions) {
            topics.computeIfAbsent(p.topic(), t -> new ListOffsetsTopic().setName(t))
                    .partitions()
                    .add(
                            new ListOffsetsPartition()
                                    .setPartitionIndex(p.partition())
                                    .setTimestamp(
                                            last
                                                    ? ListOffsetsRequest.LATEST_TIMESTAMP
                                                    : ListOffsetsRequest.EARLIEST_TIMESTAMP));
        }
        ListOffsetsResponse answer =
                leader.send(
                        ListOffsetsRequest.Builder.forConsumer(
                                        false, IsolationLevel.READ_UNCOMMITTED)
                                .setTargetTimes(List.copyOf(topics.values())),
                        ListOffsetsResponse.class);
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (ListOffsetsTopicResponse topic : answer.topics()) {
            for (ListOffsetsPartitionResponse p : topic.partitions()) {
                fine(Errors.forCode(p.errorCode()), "the end of " + topic.name());
                ends.put(new TopicPartition(topic.name(), p.partitionIndex()), p.offset());
            }
        }
        if (ends.size() != partitions.size()) {
            throw broken(
                    "the ends of %d of %d partitions came"
                            .formatted(ends.size(), partitions.size()));
        }
        return ends;
    }

    static void fine(Errors error, String what) throws Unusable {
        if (error != Errors.NONE) {
            throw broken("Kafka does not tell %s: %s".formatted(what, error.message()));
        }
    }

    private static Unusable broken(String says) {
        return new Unusable(Why.BROKEN, says);
    }
}
