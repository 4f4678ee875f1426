package dev.holdfast.detector;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.kafka.Listener;
import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.service.SettingsCheck;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.DrillDoor;
import dev.holdfast.detector.flow.intake.Unmatched;
import dev.holdfast.detector.flow.packs.PackDesk;
import dev.holdfast.detector.flow.stream.Windows;
import dev.holdfast.detector.io.kafka.ActivePackTopic;
import dev.holdfast.detector.io.kafka.DeadLetters;
import dev.holdfast.detector.io.kafka.IntakeTopics;
import dev.holdfast.detector.io.kafka.PackTopics;
import dev.holdfast.detector.io.kafka.Ticker;
import dev.holdfast.detector.io.otlp.OtlpTopic;
import dev.holdfast.detector.io.prometheus.Owner;
import dev.holdfast.detector.io.samples.KafkaSampleLog;
import dev.holdfast.detector.io.scrape.Scraper;
import dev.holdfast.detector.io.service.DetectorMetrics;
import dev.holdfast.detector.io.service.IntakeRooms;
import dev.holdfast.detector.io.signals.DrillEvents;
import dev.holdfast.detector.io.signals.SignalTopic;
import dev.holdfast.detector.io.signals.StandingChecks;
import dev.holdfast.detector.io.streams.DetectorStreams;
import dev.holdfast.detector.io.streams.StreamCounts;
import dev.holdfast.detector.io.streams.StreamsSettings;
import dev.holdfast.detector.io.watch.ImageWatcher;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.value.PropertyResolver;
import io.prometheus.client.CollectorRegistry;

import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;

/// Puts the detector together.
@Factory
final class DetectorFactory {
    @Singleton
    SettingsCheck check() {
        return DetectorSettings::problems;
    }

    /// After the house's, which say all that is wrong at once.
    @Singleton
    DetectorSettings settings(HouseSettings house, PropertyResolver properties) {
        return DetectorSettings.from(properties);
    }

    @Singleton
    @Bean(preDestroy = "close")
    KafkaSampleLog log(HouseSettings house, DetectorSettings settings) {
        return KafkaSampleLog.open(house.kafka(), settings.instance());
    }

    @Singleton
    Windows windows() {
        return new Windows();
    }

    @Singleton
    StreamCounts counts() {
        return new StreamCounts();
    }

    @Singleton
    Unmatched unmatched() {
        return new Unmatched();
    }

    @Singleton
    PackDesk packs(KafkaSampleLog log, InstantSource clock) {
        return new PackDesk(log, new ActivePackTopic(log.producer()), clock);
    }

    @Singleton
    Door door(
            KafkaSampleLog log,
            PackDesk packs,
            Unmatched unmatched,
            InstantSource clock,
            CollectorRegistry metrics,
            Windows windows,
            StreamCounts counts) {
        Door door = new Door(log, packs::routes, unmatched, clock);
        new DetectorMetrics(door, unmatched, windows, counts, clock).register(metrics);
        return door;
    }

    @Singleton
    DetectorStreams streams(
            Windows windows, StreamCounts counts, HouseSettings house, DetectorSettings settings) {
        Properties properties =
                StreamsSettings.of(
                        house.kafka(),
                        settings.instance(),
                        house.data().resolve("streams"),
                        settings.threads(),
                        settings.standbys());
        return new DetectorStreams(
                windows, counts, StreamsSettings.reachable(properties, settings.advertised()));
    }

    @Singleton
    Owner owner(DetectorStreams streams) {
        return new Owner(streams::owner);
    }

    @Singleton
    DrillDoor drills(PackDesk packs, Door door) {
        return new DrillDoor(packs, door);
    }

    @Singleton
    IntakeTopics topics(
            KafkaSampleLog log,
            Door door,
            DrillDoor drills,
            StreamCounts counts,
            InstantSource clock) {
        return new IntakeTopics(
                Map.of(
                        Topic.OTLP, new OtlpTopic(door),
                        Topic.SIGNALS, new SignalTopic(door),
                        Topic.DRILLS, new DrillEvents(drills),
                        Topic.VERIFICATIONS, new StandingChecks(door, clock)),
                new DeadLetters(log.producer(), counts::buried));
    }

    @Singleton
    @Bean(preDestroy = "close")
    IntakeRooms rooms(
            HouseSettings house,
            DetectorSettings settings,
            PackDesk packs,
            DetectorStreams streams,
            Rest rest) {
        String kafka = house.kafka();
        IntakeTopics topics = rest.topics();
        return new IntakeRooms(
                new PackTopics(kafka, settings.instance(), packs),
                streams,
                new Ticker(rest.log(), rest.windows(), rest.clock()),
                new Scraper(
                        rest.door(),
                        () -> packs.routes(rest.windows().drills()),
                        rest.windows(),
                        rest.clock()),
                new ImageWatcher(rest.door(), packs::routes, rest.windows(), rest.clock()),
                new Listener(
                        KafkaSettings.consumer(
                                kafka, "trigger-detector-intake", "intake-" + settings.instance()),
                        topics.topics(),
                        Topic.SAMPLES.partitions(),
                        topics));
    }

    /// What the rooms are made of, in one hand.
    @Singleton
    record Rest(
            KafkaSampleLog log,
            Windows windows,
            Door door,
            IntakeTopics topics,
            InstantSource clock) {}
}
