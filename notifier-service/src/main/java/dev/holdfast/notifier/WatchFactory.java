package dev.holdfast.notifier;

import dev.holdfast.backbone.kafka.KafkaAccess;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.postgres.Database;
import dev.holdfast.backbone.postgres.DatabaseSettings;
import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.service.SettingsCheck;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Reach;
import dev.holdfast.notifier.io.pagerduty.PagerDutyChannel;
import dev.holdfast.notifier.io.secret.Secrets;
import dev.holdfast.notifier.io.watch.Alarm;
import dev.holdfast.notifier.io.watch.BrokerPulse;
import dev.holdfast.notifier.io.watch.Watchdog;
import dev.holdfast.notifier.io.webhook.WebhookChannel;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.value.PropertyResolver;

import jakarta.inject.Singleton;

import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Has somebody paged directly when the broker or the database is gone: at the address in
/// HOLDFAST_ALARM_URL (a Standard Webhook; HOLDFAST_ALARM_SECRET names the environment variable with
/// its key) and by PagerDuty (HOLDFAST_ALARM_PAGERDUTY names the environment variable with the routing
/// key).
@Factory
final class WatchFactory {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final URI PAGERDUTY = URI.create("https://events.pagerduty.com");
    private static final InstantSource CLOCK = InstantSource.system();

    @Singleton
    SettingsCheck check() {
        return WatchFactory::problems;
    }

    static List<String> problems(PropertyResolver p) {
        List<String> problems = new ArrayList<>();
        String url = p.getProperty("holdfast.alarm.url", String.class).orElse("");
        if (!url.isEmpty() && !url.matches("https?://[^/\\s]+\\S*")) {
            // Such addresses hold secrets: what it is is not said.
            problems.add(
                    "HOLDFAST_ALARM_URL is no http address: it begins with http:// or https:// and names a host");
        }
        String console = p.getProperty("holdfast.console.url", String.class).orElse("");
        if (!console.isEmpty() && !console.matches("https?://[^/\\s]+\\S*")) {
            problems.add(
                    "HOLDFAST_CONSOLE_URL is '%s', which is no http address".formatted(console));
        }
        if (url.isEmpty() && p.containsProperty("holdfast.alarm.secret")) {
            problems.add("HOLDFAST_ALARM_SECRET is for HOLDFAST_ALARM_URL, which is not there");
        }
        return problems;
    }

    @Bean(preDestroy = "close")
    @Context
    BrokerPulse broker(HouseSettings settings) {
        return new BrokerPulse(Admin.create(KafkaAccess.admin(settings.kafka())));
    }

    @Bean(preDestroy = "close")
    @Context
    Watchdog watchdog(
            BrokerPulse broker,
            Database database,
            HouseSettings settings,
            PropertyResolver properties) {
        Exchange http =
                new Exchange(
                        CLOCK, new Reach(NotifierFactory.own(settings), InetAddress::getAllByName));
        List<Alarm> alarms = new ArrayList<>();
        properties
                .getProperty("holdfast.alarm.url", URI.class)
                .map(WatchFactory::callable)
                .ifPresent(url -> alarms.add(webhook(http, url, key(properties))));
        properties
                .getProperty("holdfast.alarm.pagerduty", String.class)
                .ifPresent(name -> alarms.add(pagerDuty(http, name)));
        Watchdog dog =
                new Watchdog(
                        Map.of("broker", broker, "database", () -> database.answers(PATIENCE)),
                        alarms,
                        house(settings, properties),
                        CLOCK);
        dog.start();
        return dog;
    }

    /// The same on all instances of this house, and no other house's: who is paged for two must not have
    /// one close the other's alarm.
    static String house(HouseSettings settings, PropertyResolver properties) {
        String host =
                properties
                        .getProperty("holdfast.console.url", URI.class)
                        .map(URI::getHost)
                        .orElseGet(() -> settings.url("notifier").getHost());
        DatabaseSettings database = settings.database();
        String of =
                "%s|%s:%d/%s"
                        .formatted(
                                settings.kafka(),
                                database.host(),
                                database.port(),
                                database.database());
        return properties
                .getProperty("holdfast.alarm.name", String.class)
                .filter(name -> !name.isBlank())
                .orElseGet(() -> "%s-%s".formatted(host, Tokens.hash(of).substring(0, 8)));
    }

    /// Fails the start: nobody shall find out in the middle of an outage.
    private static URI callable(URI url) {
        if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException(
                    "HOLDFAST_ALARM_URL is no address that can be called: it begins with http:// or"
                            + " https:// and names a host");
        }
        return url;
    }

    private static Alarm webhook(Exchange http, URI url, @Nullable SecretReference key) {
        return Alarm.of(
                new WebhookChannel(http, new Secrets(System.getenv())),
                new WebhookAddress(url, key, PATIENCE));
    }

    private static Alarm pagerDuty(Exchange http, String variable) {
        if (System.getenv(variable) == null) {
            throw new IllegalArgumentException(
                    "HOLDFAST_ALARM_PAGERDUTY names the environment variable that holds the routing"
                            + " key, and there is none of the name that it gives");
        }
        return Alarm.of(
                new PagerDutyChannel(http, new Secrets(System.getenv())),
                new PagerDutyAddress(PAGERDUTY, new SecretReference("env", variable), PATIENCE));
    }

    private static @Nullable SecretReference key(PropertyResolver properties) {
        return properties
                .getProperty("holdfast.alarm.secret", String.class)
                .map(name -> new SecretReference("env", name))
                .orElse(null);
    }
}
