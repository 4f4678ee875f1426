package dev.holdfast.notifier;

import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.notifier.domain.notice.RetrySchedule;
import dev.holdfast.notifier.flow.LiveFeed;
import dev.holdfast.notifier.flow.NotifierDesk;
import dev.holdfast.notifier.flow.PastEvents;
import dev.holdfast.notifier.flow.Post;
import dev.holdfast.notifier.io.alertmanager.AlertmanagerChannel;
import dev.holdfast.notifier.io.aws.SesChannel;
import dev.holdfast.notifier.io.aws.SnsChannel;
import dev.holdfast.notifier.io.channel.Attempts;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Reach;
import dev.holdfast.notifier.io.channel.Rooms;
import dev.holdfast.notifier.io.dead.DeadLetters;
import dev.holdfast.notifier.io.dead.Redrive;
import dev.holdfast.notifier.io.folder.FolderChannel;
import dev.holdfast.notifier.io.git.GitChannel;
import dev.holdfast.notifier.io.github.GitHubChannel;
import dev.holdfast.notifier.io.http.ConsoleSettings;
import dev.holdfast.notifier.io.jira.JiraChannel;
import dev.holdfast.notifier.io.log.LogChannel;
import dev.holdfast.notifier.io.mail.MailChannel;
import dev.holdfast.notifier.io.metrics.IncidentMetrics;
import dev.holdfast.notifier.io.page.StatusFolderChannel;
import dev.holdfast.notifier.io.pagerduty.PagerDutyChannel;
import dev.holdfast.notifier.io.secret.Secrets;
import dev.holdfast.notifier.io.slack.SlackChannel;
import dev.holdfast.notifier.io.slack.SlackHookChannel;
import dev.holdfast.notifier.io.statuspage.StatuspageChannel;
import dev.holdfast.notifier.io.stream.KafkaPast;
import dev.holdfast.notifier.io.stream.StreamConsumers;
import dev.holdfast.notifier.io.stream.StreamRoom;
import dev.holdfast.notifier.io.stream.TopicReader;
import dev.holdfast.notifier.io.teams.TeamsChannel;
import dev.holdfast.notifier.io.webhook.WebhookChannel;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.core.value.PropertyResolver;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocketFactory;

/// Puts notifier-service together.
@Factory
final class NotifierFactory {
    private static final Logger LOG = LoggerFactory.getLogger(NotifierFactory.class);

    /// So far back the console looks for rollbacks, checks and notices when it starts.
    private static final Duration HISTORY = Duration.ofDays(2);

    /// So many events a reader may be behind before it is sent to Kafka for them.
    private static final int RING = 4_096;

    /// The one clock at this service's edge; what is decided uses the database's instead.
    private static final InstantSource CLOCK = InstantSource.system();

    @Singleton
    NotifierDesk desk(Post post, ConsoleSettings settings) {
        return new NotifierDesk(post, RetrySchedule.STANDARD, settings.console());
    }

    @Singleton
    Post post(HouseSettings settings, CollectorRegistry metrics) {
        Secrets secrets = new Secrets(System.getenv());
        Reach reach = new Reach(own(settings), InetAddress::getAllByName);
        Exchange http = new Exchange(CLOCK, reach);
        return new Rooms(
                List.of(
                        new LogChannel(),
                        new FolderChannel(settings.data().resolve("notices")),
                        new GitChannel(settings.data().resolve("repositories")),
                        new StatusFolderChannel(settings.data().resolve("status")),
                        new WebhookChannel(http, secrets),
                        new AlertmanagerChannel(http, secrets),
                        new SlackChannel(http, secrets),
                        new SlackHookChannel(http, secrets),
                        new TeamsChannel(http, secrets),
                        new PagerDutyChannel(http, secrets),
                        new StatuspageChannel(http, secrets),
                        new JiraChannel(http, secrets),
                        new GitHubChannel(http, secrets),
                        new MailChannel(secrets, (SSLSocketFactory) SSLSocketFactory.getDefault()),
                        new SnsChannel(secrets),
                        new SesChannel(secrets)),
                new Attempts(metrics, CLOCK),
                reach);
    }

    static List<URI> own(HouseSettings settings) {
        return Stream.of("detector", "decision", "executor", "verifier", "notifier")
                .map(settings::url)
                .toList();
    }

    @Singleton
    ConsoleSettings console(HouseSettings settings, PropertyResolver properties) {
        String console =
                properties
                        .getProperty("holdfast.console.url", String.class)
                        .filter(url -> !url.isBlank())
                        .orElseGet(() -> settings.url("notifier").toString());
        return new ConsoleSettings(
                settings.url("decision"),
                settings.url("detector"),
                console.replaceAll("/+$", ""),
                CLOCK);
    }

    @Singleton
    DeadLetters deadLetters(HouseSettings settings) {
        return new DeadLetters(settings.kafka());
    }

    @Singleton
    Redrive redrive(HouseSettings settings) {
        return new Redrive(settings.url("detector"));
    }

    @Singleton
    LiveFeed feed(CollectorRegistry metrics) {
        Counter unshown =
                Counter.build(
                                "holdfast_console_unshown_total",
                                "Events that the console could not show.")
                        .register(metrics);
        return new LiveFeed(
                RING,
                (event, e) -> {
                    unshown.inc();
                    LOG.error(
                            "{} {} of {} cannot be shown on the console and is passed over",
                            EventTypes.brief(event.data()),
                            event.id(),
                            event.scope(),
                            e);
                });
    }

    @Singleton
    StreamConsumers consumers(HouseSettings settings) {
        return new StreamConsumers(settings.kafka(), HISTORY);
    }

    @Singleton
    PastEvents past(StreamConsumers consumers) {
        return new KafkaPast(consumers);
    }

    @Singleton
    @Bean(preDestroy = "close")
    StreamRoom stream(
            LiveFeed feed,
            PastEvents past,
            StreamConsumers consumers,
            CollectorRegistry metrics,
            Transactions transactions) {
        StreamRoom room = new StreamRoom(feed, past, new TopicReader(consumers, feed, CLOCK));
        new IncidentMetrics(feed, transactions, CLOCK).register(metrics);
        Gauge.build("holdfast_stream_readers", "Readers of the live stream.")
                .register(metrics)
                .setChild(
                        new Gauge.Child() {
                            @Override
                            public double get() {
                                return room.readers();
                            }
                        });
        return room;
    }
}
