package dev.holdfast.local;

import java.nio.file.Path;

/// The settings of the one local broker, each with its reason.
final class BrokerSettings {
    private BrokerSettings() {}

    static String text(int port, int controllerPort, Path data) {
        return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s

        # Topics are created from the backbone's declaration, never by a typing error.
        auto.create.topics.enable=false
        num.partitions=1
        default.replication.factor=1
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1

        # A producer killed inside a transaction hides later records of its partition from
        # every committed reader until it is aborted: at most a second after its time-out.
        transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
        transaction.max.timeout.ms=60000

        # One node elects itself: short waits make it ready in about a second.
        controller.quorum.election.timeout.ms=200
        controller.quorum.fetch.timeout.ms=400
        controller.quorum.election.backoff.max.ms=100
        broker.heartbeat.interval.ms=100
        broker.session.timeout.ms=3000
        initial.broker.registration.timeout.ms=10000
        metadata.max.idle.interval.ms=500
        group.initial.rebalance.delay.ms=0
        group.min.session.timeout.ms=1000
        group.consumer.min.session.timeout.ms=1000
        group.consumer.min.heartbeat.interval.ms=500

        # Small machine: few threads, small buffers, small segments.
        num.network.threads=2
        num.io.threads=4
        background.threads=2
        num.recovery.threads.per.data.dir=2
        log.cleaner.threads=1
        log.cleaner.dedupe.buffer.size=4194304
        log.segment.bytes=67108864
        log.index.size.max.bytes=1048576
        message.max.bytes=8388608
        replica.fetch.max.bytes=8388608
        """
                .formatted(port, controllerPort, data);
    }
}
