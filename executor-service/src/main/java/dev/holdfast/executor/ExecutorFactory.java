package dev.holdfast.executor;

import dev.holdfast.backbone.postgres.Store;
import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.service.SettingsCheck;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.Archive;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.flow.Imports;
import dev.holdfast.executor.flow.KillSwitch;
import dev.holdfast.executor.flow.ReadinessBook;
import dev.holdfast.executor.io.Workshop;
import dev.holdfast.executor.io.evidence.Bundle;
import dev.holdfast.executor.io.guard.GuardMetrics;
import dev.holdfast.executor.io.guard.ParallelLookout;
import dev.holdfast.executor.io.guard.ResilientGuard;
import dev.holdfast.executor.io.secret.PlacedSecrets;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.value.PropertyResolver;
import io.prometheus.client.CollectorRegistry;

import jakarta.inject.Singleton;

/// Puts executor-service together.
@Factory
final class ExecutorFactory {
    @Singleton
    SettingsCheck check() {
        return ExecutorSettings::problems;
    }

    /// After the house's, which say all that is wrong at once.
    @Singleton
    ExecutorSettings executorSettings(HouseSettings house, PropertyResolver properties) {
        return ExecutorSettings.from(properties);
    }

    @Singleton
    Bundle bundle(HouseSettings house) {
        return new Bundle(house.data().resolve("evidence"));
    }

    @Singleton
    Actions actions(ExecutorSettings settings, Bundle bundle) {
        return Workshop.actions(settings.programs(), settings.postgresPrograms(), bundle);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ResilientGuard guard(CollectorRegistry metrics) {
        ResilientGuard guard = new ResilientGuard();
        new GuardMetrics(guard).register(metrics);
        return guard;
    }

    @Singleton
    @Bean(preDestroy = "close")
    ParallelLookout lookout() {
        return new ParallelLookout();
    }

    @Singleton
    ExecutorDesk desk(Actions actions, ParallelLookout lookout, ResilientGuard guard) {
        return new ExecutorDesk(actions, new PlacedSecrets(System::getenv), lookout, guard);
    }

    @Singleton
    KillSwitch killSwitch(Store store) {
        return new KillSwitch(store);
    }

    @Singleton
    ReadinessBook readinessBook(Store store) {
        return new ReadinessBook(store);
    }

    @Singleton
    Imports imports(Store store) {
        return new Imports(store);
    }

    @Singleton
    Archive archive(Store store) {
        return new Archive(store);
    }
}
