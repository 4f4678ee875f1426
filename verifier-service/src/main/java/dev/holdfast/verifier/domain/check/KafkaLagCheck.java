package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Passes when a consumer group is not far behind, and somebody consumes at all.
///
/// @param topics counted together; empty for every topic that the group has committed
/// @param bound for the sum of the lags of all partitions
/// @param members so many consumers at least; 0 when that does not matter
public record KafkaLagCheck(
        Broker broker, String group, List<String> topics, Bound bound, int members)
        implements Asking {
    public KafkaLagCheck {
        topics = List.copyOf(topics);
    }

    /// A Kafka cluster that is not our own.
    ///
    /// @param bootstrap `host:port`, each may hold variables
    /// @param user for SASL/PLAIN, null for none
    public record Broker(
            List<String> bootstrap, boolean tls, @Nullable String user, @Nullable String secret) {
        public Broker {
            bootstrap = List.copyOf(bootstrap);
        }
    }

    /// @param broker with its variables filled
    public record Lag(Broker broker, String group, List<String> topics, boolean members)
            implements Question {
        public Lag {
            topics = List.copyOf(topics);
        }

        @Override
        public String target() {
            return broker.bootstrap().getFirst();
        }

        @Override
        public String asks() {
            return "lag of group %s at %s%s"
                    .formatted(
                            group, broker.bootstrap(), topics.isEmpty() ? "" : " over " + topics);
        }
    }

    /// @param lags by `topic-partition`, of partitions with a committed offset
    /// @param uncommitted partitions of the asked topics without one
    /// @param members null when not asked
    public record Lags(
            Map<String, Long> lags, int uncommitted, @Nullable Integer members, Duration took)
            implements Answer {
        public Lags {
            lags = Map.copyOf(lags);
        }

        long sum() {
            return lags.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public String shows() {
            return "lags %s, %d partitions without an offset%s in %d ms"
                    .formatted(
                            new TreeMap<>(lags),
                            uncommitted,
                            members == null ? "" : ", %d members".formatted(members),
                            took.toMillis());
        }
    }

    @Override
    public Question question(Given given) {
        List<String> places =
                broker.bootstrap().stream().map(given::text).peek(HostPort::of).toList();
        return new Lag(
                new Broker(places, broker.tls(), broker.user(), broker.secret()),
                given.text(group),
                topics.stream().map(given::text).toList(),
                members > 0);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Lags found)) {
            return answer.unfit();
        }
        if (found.lags().isEmpty()) {
            return Finding.inconclusive(
                    "group %s has committed no offset, so its lag is not known"
                            .formatted(given.text(group)));
        }
        if (found.uncommitted() > 0) {
            return Finding.inconclusive(
                    "%d partitions hold records of which group %s has committed no offset: how far behind it is there is not known"
                            .formatted(found.uncommitted(), given.text(group)));
        }
        Finding lag =
                bound.judge(
                        "lag over %d partitions".formatted(found.lags().size()),
                        Long.toString(found.sum()),
                        given);
        Integer there = found.members();
        if (members == 0 || there == null) {
            return lag;
        }
        String says = "%d consumers, must be %d at least".formatted(there, members);
        return Finding.all(
                List.of(lag, there >= members ? Finding.passed(says) : Finding.failed(says)));
    }
}
