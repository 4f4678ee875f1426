package dev.holdfast.verifier;

import dev.holdfast.verifier.io.backup.BackupAsker;
import dev.holdfast.verifier.io.command.CommandAsker;
import dev.holdfast.verifier.io.dns.DnsAsker;
import dev.holdfast.verifier.io.docker.ContainerLogsAsker;
import dev.holdfast.verifier.io.docker.DockerAsker;
import dev.holdfast.verifier.io.docker.Engine;
import dev.holdfast.verifier.io.environment.EnvironmentAsker;
import dev.holdfast.verifier.io.file.Folders;
import dev.holdfast.verifier.io.http.Exchange;
import dev.holdfast.verifier.io.http.HttpAsker;
import dev.holdfast.verifier.io.kafka.LagAsker;
import dev.holdfast.verifier.io.kubernetes.Api;
import dev.holdfast.verifier.io.kubernetes.KubernetesAsker;
import dev.holdfast.verifier.io.kubernetes.PodLogsAsker;
import dev.holdfast.verifier.io.log.LogAsker;
import dev.holdfast.verifier.io.mail.MailAsker;
import dev.holdfast.verifier.io.metrics.Detector;
import dev.holdfast.verifier.io.metrics.LokiAsker;
import dev.holdfast.verifier.io.metrics.MetricsAsker;
import dev.holdfast.verifier.io.metrics.OwnAlertsAsker;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.place.There;
import dev.holdfast.verifier.io.probe.Askers;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.redis.RedisAsker;
import dev.holdfast.verifier.io.sql.Connections;
import dev.holdfast.verifier.io.sql.SqlAsker;
import dev.holdfast.verifier.io.sql.WriteAsker;
import dev.holdfast.verifier.io.tcp.TcpAsker;
import dev.holdfast.verifier.io.tls.TlsAsker;

import java.net.URI;
import java.time.InstantSource;

import javax.net.ssl.SSLSocketFactory;

/// All askers, as the service uses them.
public record Outside(Secrets secrets, Secrets.Environment environment, InstantSource clock) {
    public Askers askers(VerifierSettings settings, URI detectorUrl) {
        Dialer dialer = Dialer.system();
        SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        Exchange exchange = new Exchange(dialer, tls);
        Detector detector = new Detector(exchange, detectorUrl, settings.token());
        Api kubernetes = new Api(exchange, secrets, environment);
        Engine docker = new Engine(settings.docker());
        Folders files = new Folders(settings.files(), "HOLDFAST_CHECK_FILES");
        return new Askers(
                new HttpAsker(exchange, secrets),
                new TcpAsker(dialer),
                new TlsAsker(dialer, secrets, clock),
                new DnsAsker(dialer),
                new RedisAsker(dialer, secrets, tls),
                new LagAsker(dialer, secrets, tls),
                new MailAsker(dialer, secrets, clock),
                data(new Connections(dialer, secrets), files, settings),
                new Askers.Telemetry(
                        new MetricsAsker(exchange, detector, secrets, clock),
                        new OwnAlertsAsker(detector, clock),
                        new LokiAsker(exchange, secrets)),
                new Askers.Machine(
                        new CommandAsker(settings.commands()),
                        new LogAsker(new Folders(settings.logs(), "HOLDFAST_CHECK_LOGS"), clock),
                        new EnvironmentAsker(files, docker, kubernetes)),
                new Askers.Platform(
                        new KubernetesAsker(kubernetes, clock),
                        new PodLogsAsker(kubernetes, clock),
                        new DockerAsker(docker, clock),
                        new ContainerLogsAsker(docker, clock)),
                There.with(dialer, kubernetes, settings.commands(), settings.docker()));
    }

    private Askers.Data data(Connections connections, Folders files, VerifierSettings settings) {
        SqlAsker sql = new SqlAsker(connections);
        return new Askers.Data(
                sql,
                sql::batch,
                new WriteAsker(connections),
                new BackupAsker(files, settings.commands(), clock));
    }
}
