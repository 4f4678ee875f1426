package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Bound;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.KafkaLagCheck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `brokers:` of `checks.yml` and `kafka-lag:` checks.
final class BrokerReader {
    private BrokerReader() {}

    static Map<String, KafkaLagCheck.Broker> read(YamlMap m, Known known) {
        Map<String, KafkaLagCheck.Broker> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    out.put(name, one(v.map(), known));
                });
        return out;
    }

    private static KafkaLagCheck.Broker one(YamlMap m, Known known) {
        m.only("bootstrap", "tls", "user", "password", "description");
        List<String> bootstrap = known.templates(m, "bootstrap");
        if (bootstrap.isEmpty()) {
            m.self().problem("'bootstrap' is missing here: at least one host:port");
        }
        return new KafkaLagCheck.Broker(
                bootstrap,
                m.flag("tls", false),
                known.templateOrNull(m, "user"),
                known.secretOrNull(m, "password"));
    }

    static Optional<Check> lag(YamlMap m, Known known) {
        List<String> keys = new ArrayList<>(BoundReader.KEYS);
        keys.addAll(List.of("broker", "group", "topics", "members"));
        m.only(keys.toArray(String[]::new));
        KafkaLagCheck.Broker broker = known.brokers().find(m.required("broker"));
        String group = known.template(m.required("group"));
        List<String> topics = known.templates(m, "topics");
        int members = (int) m.whole("members", 0, 100_000, 1);
        Optional<Bound> bound = BoundReader.one(m, known);
        return broker == null
                ? Optional.empty()
                : bound.map(b -> new KafkaLagCheck(broker, group, topics, b, members));
    }
}
