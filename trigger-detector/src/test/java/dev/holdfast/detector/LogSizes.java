package dev.holdfast.detector;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// How large the topics are on the broker's disk.
final class LogSizes {
    private final String bootstrap;
    private final Map<String, Long> before;

    LogSizes(String bootstrap) throws Exception {
        this.bootstrap = bootstrap;
        this.before = now();
    }

    private Map<String, Long> now() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var sizes = new TreeMap<String, Long>();
            for (LogDirDescription dir :
                    Objects.requireNonNull(
                                    admin.describeLogDirs(List.of(1))
                                            .allDescriptions()
                                            .get()
                                            .get(1))
                            .values()) {
                dir.replicaInfos()
                        .forEach((partition, info) ->
                                sizes.merge(partition.topic(), info.size(), Long::sum));
            }
            return sizes;
        }
    }

    /// Bytes of a topic when this was made.
    long size(String topic) {
        return before.getOrDefault(topic, 0L);
    }

    /// What was written since this was made; compaction may have taken some of it away.
    String grown(long samples) throws Exception {
        var text = new StringBuilder();
        now().forEach((topic, size) -> {
            long more = size - before.getOrDefault(topic, 0L);
            if (more > 0) {
                text.append("%s %.2f bytes a sample; ".formatted(topic, more / (double) samples));
            }
        });
        return text.toString();
    }
}
