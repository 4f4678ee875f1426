package dev.holdfast.notifier.io.slack;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.SlackHookAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import java.net.URI;
import java.util.Map;

/// Slack's incoming webhook: one message a notice, no thread and no buttons.
public final class SlackHookChannel implements Channel<SlackHookAddress> {
    private final Exchange exchange;
    private final Secrets secrets;

    public SlackHookChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<SlackHookAddress> serves() {
        return SlackHookAddress.class;
    }

    @Override
    public Outcome send(SlackHookAddress address, Letter letter) throws Untold {
        URI hook = secrets.address(address.hook());
        Map<String, Object> body =
                Map.of("text", Blocks.text(letter), "blocks", Blocks.notice(letter));
        return exchange.judge(exchange.send(Exchange.json(hook, "POST", body), address.timeout()));
    }
}
