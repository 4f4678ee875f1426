package dev.holdfast.verifier.io.probe;

import dev.holdfast.verifier.domain.check.AlertCheck;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.BackupCheck;
import dev.holdfast.verifier.domain.check.DnsCheck;
import dev.holdfast.verifier.domain.check.DockerCheck;
import dev.holdfast.verifier.domain.check.EnvironmentCheck;
import dev.holdfast.verifier.domain.check.JourneyCheck;
import dev.holdfast.verifier.domain.check.KafkaLagCheck;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.domain.check.LogCheck;
import dev.holdfast.verifier.domain.check.MailCheck;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.check.RedisCheck;
import dev.holdfast.verifier.domain.check.RestoredCheck;
import dev.holdfast.verifier.domain.check.SqlBatchCheck;
import dev.holdfast.verifier.domain.check.TlsCheck;
import dev.holdfast.verifier.domain.check.WriteProbeCheck;

import java.time.Duration;

/// One asker for every kind of question. A new kind does not compile until it has its asker here.
public record Askers(
        Asker<Question.Http> http,
        Asker<Question.Tcp> tcp,
        Asker<TlsCheck.Handshake> tls,
        Asker<DnsCheck.Lookup> dns,
        Asker<RedisCheck.Ping> redis,
        Asker<KafkaLagCheck.Lag> lag,
        Asker<MailCheck.Search> mail,
        Data data,
        Telemetry telemetry,
        Machine machine,
        Platform platform,
        Standpoint.Places places) {

    /// Databases and backups.
    public record Data(
            Asker<Question.Sql> sql,
            Asker<SqlBatchCheck.Batch> batch,
            Asker<WriteProbeCheck.Write> write,
            Asker<BackupCheck.Find> backup) {}

    /// Metrics, alerts, collected logs.
    public record Telemetry(
            Asker<Question.Metrics> metrics,
            Asker<AlertCheck.OwnAlerts> alerts,
            Asker<LogCheck.LokiLines> loki) {}

    /// The machine that the service runs on.
    public record Machine(
            Asker<Question.Command> command,
            Asker<Question.Log> log,
            Asker<EnvironmentCheck.Environ> environment) {}

    /// What runs the processes.
    public record Platform(
            Asker<KubernetesCheck.Look> kubernetes,
            Asker<LogCheck.PodLogs> podLogs,
            Asker<DockerCheck.Inspect> docker,
            Asker<LogCheck.ContainerLogs> containerLogs) {}

    Answer ask(Question question, Terms terms) throws Unusable {
        return switch (question) {
            case Question.Http q -> http.ask(q, terms);
            case Question.Tcp q -> tcp.ask(q, terms);
            case Question.Sql q -> data.sql.ask(q, terms);
            case Question.Metrics q -> telemetry.metrics.ask(q, terms);
            case Question.Command q -> machine.command.ask(q, terms);
            case Question.Log q -> machine.log.ask(q, terms);
            case TlsCheck.Handshake q -> tls.ask(q, terms);
            case DnsCheck.Lookup q -> dns.ask(q, terms);
            case RedisCheck.Ping q -> redis.ask(q, terms);
            case KafkaLagCheck.Lag q -> lag.ask(q, terms);
            case MailCheck.Search q -> mail.ask(q, terms);
            case SqlBatchCheck.Batch q -> data.batch.ask(q, terms);
            case WriteProbeCheck.Write q -> data.write.ask(q, terms);
            case BackupCheck.Find q -> data.backup.ask(q, terms);
            case RestoredCheck.Both q -> both(q, terms);
            case AlertCheck.OwnAlerts q -> telemetry.alerts.ask(q, terms);
            case LogCheck.LokiLines q -> telemetry.loki.ask(q, terms);
            case LogCheck.PodLogs q -> platform.podLogs.ask(q, terms);
            case LogCheck.ContainerLogs q -> platform.containerLogs.ask(q, terms);
            case KubernetesCheck.Look q -> platform.kubernetes.ask(q, terms);
            case DockerCheck.Inspect q -> platform.docker.ask(q, terms);
            case EnvironmentCheck.Environ q -> machine.environment.ask(q, terms);
            case JourneyCheck.Walk q -> new Walker(this).walk(q, terms);
            case Question.Placed q -> placed(q, terms);
        };
    }

    /// What the way there says explains more than what came of it here.
    private Answer placed(Question.Placed q, Terms terms) throws Unusable {
        try (Standpoint there = places.open(q.place())) {
            try {
                return ask(q.question(), terms.at(there));
            } catch (Unusable e) {
                String trouble = there.trouble();
                throw trouble.isEmpty()
                        ? e
                        : new Unusable(Why.GONE, "at %s: %s".formatted(q.place(), trouble));
            }
        }
    }

    private Answer both(RestoredCheck.Both q, Terms terms) throws Unusable {
        Answer backup = data.backup.ask(q.backup(), terms);
        Answer counts = data.batch.ask(q.counts(), terms);
        if (backup instanceof BackupCheck.Found found
                && counts instanceof SqlBatchCheck.Tables tables) {
            return new RestoredCheck.BothAnswers(
                    found,
                    tables,
                    Duration.ofNanos(found.took().toNanos() + tables.took().toNanos()));
        }
        throw new Unusable(Why.GONE, backup.shows());
    }
}
