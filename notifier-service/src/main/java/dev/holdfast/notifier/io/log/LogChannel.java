package dev.holdfast.notifier.io.log;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.LogAddress;
import dev.holdfast.notifier.io.channel.Channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        LOG.info("{}", Json.text(letter));
        return new Outcome.Delivered("logged");
    }
}
