package dev.holdfast.backbone.service;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaAccess;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.kafka.Listener;
import dev.holdfast.backbone.kafka.Progress;
import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.backbone.postgres.Database;
import dev.holdfast.backbone.postgres.Errands;
import dev.holdfast.backbone.postgres.Forgetting;
import dev.holdfast.backbone.postgres.Intake;
import dev.holdfast.backbone.postgres.OutboxRelay;
import dev.holdfast.backbone.postgres.Store;
import dev.holdfast.backbone.postgres.Timers;
import dev.holdfast.backbone.postgres.Wake;
import dev.holdfast.backbone.work.Desk;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// A desk at work: the loops that read for it, send for it, wake it and run its errands.
public final class DeskRoom implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(DeskRoom.class);
    private static final int ERRANDS_AT_ONCE = 1_000;
    private static final Duration STOP = Duration.ofSeconds(8);

    /// Longer than a dead instance's partitions take to come to another.
    private static final Duration READ_TO_END = Duration.ofSeconds(10);

    private static final int SWEEPS_AN_HOUR = 3_600;
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration FORGETS = Duration.ofMinutes(5);

    private final Desk desk;
    private final Store store;
    private final HouseSettings settings;
    private final CollectorRegistry metrics;
    private final List<OutboxRelay> relays;
    private final Listener listener;
    private final Progress progress;
    private final Intake intake;
    private final Forgetting forgetting;
    private final Errands errands;
    private final Timers timers;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private @Nullable AutoCloseable ear;
    private volatile long stopped;
    private long sweeps;

    DeskRoom(Desk desk, Store store, HouseSettings settings, CollectorRegistry metrics) {
        this.desk = desk;
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        String name = desk.service();
        int partitions = desk.writes().partitions();
        relays =
                IntStream.range(0, partitions)
                        .mapToObj(b ->
                                new OutboxRelay(store, name, settings.owner(), settings.kafka(), b))
                        .toList();
        TreeSet<Topic> topics = new TreeSet<>(desk.reads());
        topics.add(Topic.PACKS);
        intake = new Intake(store, desk);
        forgetting = new Forgetting(store, desk, settings.drillsKept());
        listener =
                new Listener(
                        KafkaSettings.consumer(settings.kafka(), name, settings.owner()),
                        topics,
                        partitions,
                        intake::take);
        progress = new Progress(settings.kafka(), name, desk.reads());
        store.upToDate(
                listener::upToDate,
                scope -> progress.readToEnd(scope, READ_TO_END, () -> listener.upToDate(scope)));
        timers = new Timers(store, desk, listener::current);
        errands = new Errands(store, desk, settings.owner(), settings.lease(), ERRANDS_AT_ONCE);
    }

    HouseSettings settings() {
        return settings;
    }

    /// Starts all loops. What needs the database alone goes on while Kafka is away; while the database
    /// is away the service lives, says that it is not ready, and waits.
    public void open() {
        listenForOutbox();
        relays.forEach(r -> start("relay", r::run));
        start("timers", timers::run);
        start("errands", errands::run);
        start("leases", errands::renew);
        start("listener", this::read);
        start("sweep", this::sweep);
        start("forget", this::forgets);
        new Gauges().register(metrics);
    }

    /// Looks after the keys that an event stopped, creates the topics that are missing, as soon as
    /// database and Kafka are there, and reads.
    private void read() {
        boolean there = false;
        try {
            while (!store.wake().stopped() && !looksAfterStopped()) {
                var _ = store.wake().stopsWithin(PAUSE);
            }
        } catch (InterruptedException _) {
            return;
        }
        while (!there && !store.wake().stopped()) {
            try (Admin admin = Admin.create(KafkaAccess.admin(settings.kafka()))) {
                Topics.ensure(admin).forEach(difference -> LOG.error("{}", difference));
                there = true;
            } catch (IllegalStateException | KafkaException e) {
                LOG.warn("{} waits for Kafka: {}", desk.service(), e.toString());
            } catch (InterruptedException _) {
                return;
            }
        }
        listener.run();
    }

    private boolean looksAfterStopped() {
        try {
            intake.goOnWithStopped();
            return true;
        } catch (RuntimeException e) {
            if (!Database.away(e)) {
                throw e;
            }
            LOG.warn("{} waits for its database: {}", desk.service(), e.toString());
            return false;
        }
    }

    /// True when every partition that is ours was read to its end once.
    public boolean ready() {
        return listener.caughtUp();
    }

    /// False when one of the loops has ended though nobody stopped it: then only a new start helps.
    public boolean alive() {
        return store.wake().stopped() || threads.stream().allMatch(Thread::isAlive);
    }

    /// Keys that an event stopped which this version cannot take in.
    public long stoppedKeys() {
        return stopped;
    }

    private void start(String name, Runnable loop) {
        threads.add(Thread.ofVirtual().name(desk.service() + "-" + name).start(loop));
    }

    /// Another instance's commit rings our relays too; without it they look every second or two.
    private void listenForOutbox() {
        String channel = "outbox_" + desk.writes().title().substring("holdfast.".length());
        try {
            ear =
                    store.database()
                            .listen(
                                    channel,
                                    this::ringRelays,
                                    () -> LOG.info("LISTEN {} ended, looking instead", channel));
        } catch (RuntimeException e) {
            LOG.warn("LISTEN {} failed, looking now and then instead: {}", channel, e.toString());
        }
    }

    /// @param buckets that have something, with commas between them
    private void ringRelays(String buckets) {
        for (String bucket : buckets.split(",", -1)) {
            if (!bucket.isEmpty()) {
                store.wake().ring(Wake.Loop.RELAY, Integer.parseInt(bucket));
            }
        }
    }

    private void sweep() {
        while (!store.wake().stopped()) {
            try {
                if (store.wake().stopsWithin(SWEEP)) {
                    return;
                }
                for (String gone : intake.sweep()) {
                    LOG.warn(
                            "{} waited 30 s for its cause and is dropped: table dropped keeps it",
                            gone);
                }
                stopped = intake.stoppedKeys();
                if (++sweeps % SWEEPS_AN_HOUR == 0) {
                    intake.forgetOld();
                }
            } catch (InterruptedException _) {
                store.wake().stop();
            } catch (RuntimeException e) {
                LOG.debug("Sweeping waits for the database: {}", e.toString());
            }
        }
    }

    /// Beside the sweeping, since what waits for its cause does not wait for drills.
    private void forgets() {
        while (!store.wake().stopped()) {
            try {
                if (store.wake().stopsWithin(FORGETS)) {
                    return;
                }
                forget();
            } catch (InterruptedException _) {
                store.wake().stop();
            } catch (RuntimeException e) {
                if (Database.away(e)) {
                    LOG.debug("Forgetting drills waits for the database: {}", e.toString());
                } else {
                    LOG.error("{} cannot forget its drills", desk.service(), e);
                }
            }
        }
    }

    /// Answers how many drills were forgotten.
    int forget() {
        int forgotten = forgetting.all();
        if (forgotten > 0) {
            LOG.info("{} has forgotten {} drills", desk.service(), forgotten);
        }
        return forgotten;
    }

    @Override
    public void close() {
        listener.stop();
        store.wake().stop();
        progress.close();
        long end = System.nanoTime() + STOP.toNanos();
        try {
            errands.finish(desk.lastErrands());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (Thread t : threads) {
            try {
                t.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            relays.forEach(OutboxRelay::release);
            AutoCloseable open = ear;
            if (open != null) {
                open.close();
            }
        } catch (Exception e) {
            LOG.debug("The leases of the outbox were not given back: {}", e.toString());
        }
    }

    private final class Gauges extends Collector {
        @Override
        public List<MetricFamilySamples> collect() {
            return List.of(
                    new GaugeMetricFamily(
                            "holdfast_stopped_keys",
                            "Keys stopped by an event that this version cannot take in.",
                            stopped),
                    new CounterMetricFamily(
                            "holdfast_events_dropped",
                            "Events whose cause did not come within 30 s, and records of nobody, since the start.",
                            intake.dropped()),
                    new GaugeMetricFamily(
                            "holdfast_errands_running",
                            "Errands that run here.",
                            errands.running()),
                    new GaugeMetricFamily(
                            "holdfast_partitions_up_to_date",
                            "Partitions that are ours and read to the end.",
                            listener.partitionsUpToDate()));
        }
    }
}
