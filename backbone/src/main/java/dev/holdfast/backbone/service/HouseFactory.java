package dev.holdfast.backbone.service;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.postgres.Database;
import dev.holdfast.backbone.postgres.Migrations;
import dev.holdfast.backbone.postgres.Store;
import dev.holdfast.backbone.postgres.Wake;
import dev.holdfast.backbone.work.Desk;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.value.PropertyResolver;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;

import jakarta.inject.Singleton;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Makes what all services share.
@Factory
final class HouseFactory {
    private static final Map<String, Topic> WRITES =
            Map.of(
                    "trigger-detector", Topic.TRIGGERS,
                    "decision-service", Topic.INCIDENTS,
                    "executor-service", Topic.ROLLBACKS,
                    "verifier-service", Topic.VERIFICATIONS,
                    "notifier-service", Topic.NOTIFICATIONS);

    @Singleton
    HouseSettings settings(PropertyResolver properties, List<SettingsCheck> own) {
        return HouseSettings.from(properties, own);
    }

    /// The one clock at the edge; everything behind `trigger.raised` uses the database's instead.
    /// Primary, because Micronaut brings one of its own.
    @Primary
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    Wake wake() {
        return new Wake();
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = "holdfast.database", notEquals = "none")
    Database database(HouseSettings settings) {
        Migrations.run(settings.database());
        return new Database(settings.database());
    }

    @Singleton
    @Requires(property = "holdfast.database", notEquals = "none")
    Store store(Database database, HouseSettings settings, Wake wake) {
        Topic topic = WRITES.get(settings.service());
        if (topic == null) {
            throw new IllegalStateException(
                    "No topic is written by a service named " + settings.service());
        }
        return new Store(database, settings.service(), topic, wake);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(bean = Desk.class)
    DeskRoom room(Desk desk, Store store, HouseSettings settings, CollectorRegistry metrics) {
        return new DeskRoom(desk, store, settings, metrics);
    }

    @Singleton
    Tokens tokens(HouseSettings settings) {
        return Tokens.load(settings.tokens());
    }

    @Singleton
    CollectorRegistry metrics() {
        CollectorRegistry registry = new CollectorRegistry(true);
        DefaultExports.register(registry);
        return registry;
    }

    /// Micrometer over simpleclient, so that Micronaut's measurements and our own stand side by side.
    @Singleton
    @SuppressWarnings(
            "deprecation") // simpleclient is the project's choice; its bridge is kept here
    PrometheusMeterRegistry meters(CollectorRegistry registry) {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
    }

    @Singleton
    @Replaces(ObjectMapper.class)
    ObjectMapper mapper() {
        return Json.mapper();
    }
}
