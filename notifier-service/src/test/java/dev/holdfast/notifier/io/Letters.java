package dev.holdfast.notifier.io;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Reach;
import dev.holdfast.notifier.io.secret.Secrets;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Letters about one incident, one after the other, as the pipeline brings them to a channel.
public final class Letters {
    public static final Instant NOW = Instant.parse("2026-11-20T14:03:27Z");
    public static final String INCIDENT = "shop-20261120-3fa9";
    public static final Duration PATIENCE = Duration.ofSeconds(5);
    public static final SecretReference TOKEN = new SecretReference("env", "TOKEN");

    private final Map<String, String> known = new HashMap<>();
    private int number;

    public static Exchange http() {
        return new Exchange(
                InstantSource.fixed(NOW), new Reach(List.of(), InetAddress::getAllByName));
    }

    public static Secrets secrets(String token) {
        return new Secrets(Map.of("TOKEN", token));
    }

    /// The first attempt of the next letter.
    public Letter next(String about) {
        return next(about, Map.of());
    }

    /// @param more facts
    public Letter next(String about, Map<String, String> more) {
        number++;
        return letter(about, 1, more);
    }

    /// The same letter once more: what became of the attempt before is not known.
    public Letter again(String about) {
        return letter(about, 2, Map.of());
    }

    /// What the channel learned goes with the next letter.
    public Outcome told(Outcome outcome) {
        if (outcome instanceof Delivered d) {
            known.putAll(d.learned());
        }
        return outcome;
    }

    public static Letter test(String about) {
        Letter l = new Letters().next(about);
        return new Letter(
                l.id(),
                l.channel(),
                about,
                l.scope(),
                null,
                l.severity(),
                NOW,
                "a test",
                "a test",
                1,
                NOW,
                Map.of(),
                Map.of());
    }

    private Letter letter(String about, int attempt, Map<String, String> more) {
        Map<String, String> facts = new HashMap<>(more);
        facts.putAll(
                Map.of(
                        Word.TITLE.title(), "Errors <!channel> & more",
                        Word.STATUS.title(), "deciding",
                        Word.COMPONENT.title(), "backend",
                        Word.PLAN_HASH.title(), "9f2c41d0",
                        Word.LINK.title(), "https://console/#/incident/" + INCIDENT));
        return new Letter(
                "notice-%02d".formatted(number),
                "chat",
                about,
                "shop/production",
                INCIDENT,
                "P1",
                NOW,
                "🚨 subject of " + about,
                "🚨 subject of %s\n\nImpact: <b>one in five</b> @here https://console/x"
                        .formatted(about),
                attempt,
                NOW.plusSeconds(attempt),
                facts,
                known);
    }
}
