package dev.holdfast.notifier.io.log;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.LogAddress;
import dev.holdfast.notifier.io.channel.Channel;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;

/// Writes a notice as one line of JSON under the logger `holdfast.notice`. JSON escapes line ends
/// and control characters, so nobody can forge a second line.
public final class LogChannel implements Channel<LogAddress> {
    private static final Logger LOG = LoggerFactory.getLogger("holdfast.notice");

    @Override
    public Class<LogAddress> serves() {
        return LogAddress.class;
    }

    @Override
    public Outcome send(LogAddress address, Letter letter) {
        LOG.info("{}", Json.text(Line.of(letter)));
        return new Outcome.Delivered("logged");
    }

    /// What the log shows of a letter.
    record Line(
            String id,
            String channel,
            String about,
            String scope,
            @Nullable String incident,
            String severity,
            Instant happenedAt,
            String subject,
            String text,
            int attempt,
            Instant at) {
        static Line of(Letter l) {
            return new Line(
                    l.id(),
                    l.channel(),
                    l.about(),
                    l.scope(),
                    l.incident(),
                    l.severity(),
                    l.happenedAt(),
                    l.subject(),
                    l.text(),
                    l.attempt(),
                    l.at());
        }
    }
}
