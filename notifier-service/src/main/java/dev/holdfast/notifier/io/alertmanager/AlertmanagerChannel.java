package dev.holdfast.notifier.io.alertmanager;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.plan.Address.AlertmanagerAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// Posts what Alertmanager's webhook receiver sends, version 4, so that whatever takes Alertmanager's
/// notices takes ours. One alert an incident: the labels stay the same from its start to its end.
///
/// https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
public final class AlertmanagerChannel implements Channel<AlertmanagerAddress> {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final Exchange exchange;
    private final Secrets secrets;

    public AlertmanagerChannel(Exchange exchange, Secrets secrets) {
        this.exchange = exchange;
        this.secrets = secrets;
    }

    @Override
    public Class<AlertmanagerAddress> serves() {
        return AlertmanagerAddress.class;
    }

    @Override
    public Outcome send(AlertmanagerAddress address, Letter letter) throws Untold {
        HttpRequest.Builder request = Exchange.json(address.url(), "POST", message(letter));
        SecretReference token = address.token();
        if (token != null) {
            request.header("authorization", "Bearer " + secrets.need(token));
        }
        return exchange.judge(exchange.send(request, address.timeout()));
    }

    private static Map<String, Object> message(Letter letter) {
        Map<String, String> labels = labels(letter);
        Map<String, String> annotations =
                Map.of(
                        "summary",
                        letter.subject(),
                        "description",
                        letter.text(),
                        "event",
                        letter.about(),
                        "notice",
                        letter.id());
        String status = letter.ends() ? "resolved" : "firing";
        Map<String, Object> alert = new TreeMap<>();
        alert.put("status", status);
        alert.put("labels", labels);
        alert.put("annotations", annotations);
        alert.put("startsAt", letter.happenedAt().toString());
        alert.put("endsAt", letter.ends() ? letter.happenedAt().toString() : NEVER);
        alert.put("generatorURL", letter.fact(Word.LINK));
        alert.put("fingerprint", fingerprint(letter));
        Map<String, Object> body = new TreeMap<>();
        body.put("version", "4");
        body.put("groupKey", "{}:{incident=\"%s\"}".formatted(letter.thread()));
        body.put("truncatedAlerts", 0);
        body.put("status", status);
        body.put("receiver", letter.channel());
        body.put("groupLabels", Map.of("incident", letter.thread()));
        body.put("commonLabels", labels);
        body.put("commonAnnotations", annotations);
        body.put("externalURL", letter.fact(Word.LINK));
        body.put("alerts", List.of(alert));
        return body;
    }

    private static Map<String, String> labels(Letter letter) {
        String[] scope = letter.scope().split("/", 2);
        return new TreeMap<>(
                Map.of(
                        "alertname",
                        "HoldfastIncident",
                        "incident",
                        letter.thread(),
                        "severity",
                        letter.severity(),
                        "system",
                        scope[0],
                        "environment",
                        scope.length > 1 ? scope[1] : ""));
    }

    /// The severity may change while it is the same alert.
    private static String fingerprint(Letter letter) {
        CRC32 crc = new CRC32();
        crc.update((letter.scope() + letter.thread()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits(crc.getValue());
    }
}
