package dev.holdfast.verifier.io;

import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Reach;
import dev.holdfast.verifier.io.command.CommandAsker;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.http.HttpAsker;
import dev.holdfast.verifier.io.log.LogAsker;
import dev.holdfast.verifier.io.metrics.MetricsAsker;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Askers;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.sql.SqlAsker;
import dev.holdfast.verifier.io.tcp.TcpAsker;

import java.net.URI;
import java.nio.file.Path;
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
        Secrets secrets = new Secrets(environment::get);
        return new Askers(
                new HttpAsker(exchange(), secrets),
                new SqlAsker(Dialer.system(), secrets),
                new MetricsAsker(exchange(), detector),
                new TcpAsker(Dialer.system()),
                new CommandAsker(Set.of()),
                new LogAsker(List.<Path>of(), InstantSource.system()));
    }

    public static Terms terms(long millis) {
        return Terms.of(LOOPBACK, Map.of(), Duration.ofMillis(millis));
    }

    public static Question.Http get(String url) {
        return new Question.Http("GET", URI.create(url), Map.of(), null, 64 << 10);
    }
}
