package dev.holdfast.verifier.domain.check;

import dev.holdfast.backbone.pack.Variables;

/// A check that asks the world.
///
/// It never touches the world itself: it says what to ask; an asker in `io` asks; the check judges.
public sealed interface Asking extends Check
        permits HttpCheck,
                VersionCheck,
                SqlCheck,
                SqlBatchCheck,
                WriteProbeCheck,
                RestoredCheck,
                MetricsCheck,
                BusinessCheck,
                AlertCheck,
                TcpCheck,
                TlsCheck,
                DnsCheck,
                RedisCheck,
                KafkaLagCheck,
                MailCheck,
                CommandCheck,
                LogCheck,
                BackupCheck,
                KubernetesCheck,
                DockerCheck,
                EnvironmentCheck,
                JourneyCheck {
    /// Throws [Variables.Unknown] when it needs something that is not known, and
    /// [IllegalArgumentException] when what came in makes no sensible question.
    Question question(Given given);

    /// Never throws for what a target answered.
    Finding judge(Answer answer, Given given);
}
