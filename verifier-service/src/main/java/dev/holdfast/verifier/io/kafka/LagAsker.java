package dev.holdfast.verifier.io.kafka;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.KafkaLagCheck;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.net.Secured;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import javax.net.ssl.SSLSocketFactory;

/// How far a group is behind: its committed offsets against the ends of the partitions.
public final class LagAsker implements Asker<KafkaLagCheck.Lag> {
    private final Dialer dialer;
    private final Secrets secrets;
    private final SSLSocketFactory tls;

    public LagAsker(Dialer dialer, Secrets secrets, SSLSocketFactory tls) {
        this.dialer = dialer;
        this.secrets = secrets;
        this.tls = tls;
    }

    @Override
    public Answer ask(KafkaLagCheck.Lag q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        try (Cluster cluster = new Cluster(q, terms)) {
            GroupOffsets.Found found = GroupOffsets.of(q, cluster);
            return new KafkaLagCheck.Lags(
                    found.lags(),
                    found.uncommitted(),
                    q.members()
                            ? GroupMembers.count(q.group(), cluster.coordinator(q.group()))
                            : null,
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedIOException _) {
            throw terms.late();
        } catch (EOFException _) {
            throw new Unusable(Why.BROKEN, "half an answer of Kafka");
        } catch (IOException e) {
            throw new Unusable(Why.BROKEN, "the connection broke: " + e.getMessage());
        }
    }

    /// The brokers that one question talks to, each over one connection.
    final class Cluster implements AutoCloseable {
        private final KafkaLagCheck.Lag question;
        private final Terms terms;
        private final Map<String, BrokerTalk> open = new HashMap<>();

        Cluster(KafkaLagCheck.Lag question, Terms terms) {
            this.question = question;
            this.terms = terms;
        }

        /// The first of the bootstrap servers that answers.
        BrokerTalk any() throws IOException, Unusable {
            Unusable last = null;
            for (String place : question.broker().bootstrap()) {
                URI at = URI.create("tcp://" + place);
                try {
                    return at(at.getHost(), at.getPort());
                } catch (Unusable e) {
                    last = e;
                }
            }
            throw last == null ? new Unusable(Why.REFUSED, "no bootstrap server") : last;
        }

        /// A broker that another one named; it must be among the allowed hosts too.
        BrokerTalk at(String host, int port) throws IOException, Unusable {
            String place = host + ":" + port;
            BrokerTalk known = open.get(place);
            if (known != null) {
                return known;
            }
            Socket plain = dialer.dial(host, port, terms);
            try {
                KafkaLagCheck.Broker broker = question.broker();
                Socket socket = broker.tls() ? Secured.over(tls, plain, host, port, terms) : plain;
                BrokerTalk talk = new BrokerTalk(socket, terms);
                open.put(place, talk);
                if (broker.user() != null && broker.secret() != null) {
                    talk.login(broker.user(), secrets.using(terms.secrets()).get(broker.secret()));
                }
                return talk;
            } catch (IOException | Unusable e) {
                open.remove(place);
                plain.close();
                throw e;
            }
        }

        BrokerTalk coordinator(String group) throws IOException, Unusable {
            return GroupOffsets.coordinator(group, this);
        }

        @Override
        public void close() throws IOException {
            for (BrokerTalk talk : open.values()) {
                talk.close();
            }
        }
    }
}
