package dev.holdfast.verifier;

import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.service.SettingsCheck;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.verifier.flow.VerifierDesk;
import dev.holdfast.verifier.io.probe.ParallelProbes;
import dev.holdfast.verifier.io.probe.Secrets;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.value.PropertyResolver;

import jakarta.inject.Singleton;

import java.time.InstantSource;

/// Puts the desk and its askers together.
@Factory
final class VerifierWiring {
    @Singleton
    VerifierDesk desk(Transactions transactions, ParallelProbes probes) {
        return new VerifierDesk(transactions, probes);
    }

    @Singleton
    SettingsCheck check() {
        return VerifierSettings::problems;
    }

    @Singleton
    @Bean(preDestroy = "close")
    ParallelProbes probes(HouseSettings house, PropertyResolver properties, InstantSource clock) {
        Outside outside = new Outside(new Secrets(System::getenv), System::getenv, clock);
        return new ParallelProbes(
                outside.askers(VerifierSettings.from(properties), house.url("detector")));
    }
}
