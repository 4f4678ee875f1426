package dev.holdfast.verifier.io;

import dev.holdfast.verifier.Outside;
import dev.holdfast.verifier.VerifierSettings;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Reach;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.metrics.Detector;
import dev.holdfast.verifier.io.metrics.MetricsAsker;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Askers;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLSocketFactory;

/// The real askers, as the service wires them, before targets on loopback.
public final class World {
    /// Loopback by address and by name.
    public static final Reach LOOPBACK =
            new Reach(List.of(Reach.entry("127.0.0.1"), Reach.entry("localhost")), List.of());

    private World() {}

    public static Exchange exchange() {
        return new Exchange(Dialer.system(), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    public static Askers askers(URI detector, Map<String, String> environment) {
        return askers(
                detector,
                environment,
                new VerifierSettings(Set.of(), List.of(), List.of(), null, null));
    }

    public static Askers askers(
            URI detector, Map<String, String> environment, VerifierSettings settings) {
        return askers(detector, environment, settings, InstantSource.system());
    }

    static Askers askers(
            URI detector,
            Map<String, String> environment,
            VerifierSettings settings,
            InstantSource clock) {
        return new Outside(new Secrets(environment::get), environment::get, clock)
                .askers(settings, detector);
    }

    public static MetricsAsker metrics(String detector) {
        return new MetricsAsker(
                exchange(),
                new Detector(exchange(), URI.create(detector), null),
                new Secrets(Map.<String, String>of()::get),
                InstantSource.system());
    }

    public static Terms terms(long millis) {
        return Terms.of(LOOPBACK, Map.of(), Duration.ofMillis(millis));
    }

    public static Question.Http get(String url) {
        return new Question.Http("GET", URI.create(url), Map.of(), null, 64 << 10);
    }
}
