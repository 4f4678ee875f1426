package dev.holdfast.verifier;

import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.verifier.flow.VerifierDesk;
import dev.holdfast.verifier.io.command.CommandAsker;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.http.HttpAsker;
import dev.holdfast.verifier.io.log.LogAsker;
import dev.holdfast.verifier.io.metrics.MetricsAsker;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Askers;
import dev.holdfast.verifier.io.probe.ParallelProbes;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.sql.SqlAsker;
import dev.holdfast.verifier.io.tcp.TcpAsker;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.value.PropertyResolver;

import jakarta.inject.Singleton;

import java.time.InstantSource;

import javax.net.ssl.SSLSocketFactory;

/// Puts the desk and its askers together.
@Factory
final class VerifierWiring {
    @Singleton
    VerifierDesk desk(Transactions transactions, ParallelProbes probes) {
        return new VerifierDesk(transactions, probes);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ParallelProbes probes(HouseSettings house, PropertyResolver properties, InstantSource clock) {
        VerifierSettings settings = VerifierSettings.from(properties);
        Dialer dialer = Dialer.system();
        Secrets secrets = new Secrets(System::getenv);
        Exchange exchange = new Exchange(dialer, (SSLSocketFactory) SSLSocketFactory.getDefault());
        return new ParallelProbes(
                new Askers(
                        new HttpAsker(exchange, secrets),
                        new SqlAsker(dialer, secrets),
                        new MetricsAsker(exchange, house.url("detector")),
                        new TcpAsker(dialer),
                        new CommandAsker(settings.commands()),
                        new LogAsker(settings.logs(), clock)));
    }
}
