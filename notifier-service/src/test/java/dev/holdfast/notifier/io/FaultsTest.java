package dev.holdfast.notifier.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address;
import dev.holdfast.notifier.domain.plan.Address.AlertmanagerAddress;
import dev.holdfast.notifier.domain.plan.Address.AwsAccess;
import dev.holdfast.notifier.domain.plan.Address.GitHubAddress;
import dev.holdfast.notifier.domain.plan.Address.JiraAddress;
import dev.holdfast.notifier.domain.plan.Address.PagerDutyAddress;
import dev.holdfast.notifier.domain.plan.Address.SesAddress;
import dev.holdfast.notifier.domain.plan.Address.SlackAddress;
import dev.holdfast.notifier.domain.plan.Address.SlackHookAddress;
import dev.holdfast.notifier.domain.plan.Address.SnsAddress;
import dev.holdfast.notifier.domain.plan.Address.StatuspageAddress;
import dev.holdfast.notifier.domain.plan.Address.TeamsAddress;
import dev.holdfast.notifier.domain.plan.Address.WebhookAddress;
import dev.holdfast.notifier.io.FakeHttp.Answer;
import dev.holdfast.notifier.io.alertmanager.AlertmanagerChannel;
import dev.holdfast.notifier.io.aws.SesChannel;
import dev.holdfast.notifier.io.aws.SnsChannel;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Exchange;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.github.GitHubChannel;
import dev.holdfast.notifier.io.jira.JiraChannel;
import dev.holdfast.notifier.io.pagerduty.PagerDutyChannel;
import dev.holdfast.notifier.io.secret.Secrets;
import dev.holdfast.notifier.io.slack.SlackChannel;
import dev.holdfast.notifier.io.slack.SlackHookChannel;
import dev.holdfast.notifier.io.statuspage.StatuspageChannel;
import dev.holdfast.notifier.io.teams.TeamsChannel;
import dev.holdfast.notifier.io.webhook.WebhookChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What may go wrong at every channel that is an HTTP service: each fault means the same for all of
/// them. What each says when it works is told by its own test.
class FaultsTest {
    private static final SecretReference HOOK = new SecretReference("env", "HOOK");
    private static final Duration SHORT = Duration.ofMillis(400);

    private final CountDownLatch over = new CountDownLatch(1);
    private final FakeHttp outside = new FakeHttp(_ -> Answer.of(200, Map.of("ok", true)));

    /// Every channel that speaks HTTP; the other four (log, folder, git, status page) and e-mail are in
    /// their own tests.
    enum Kind {
        WEBHOOK,
        ALERTMANAGER,
        SLACK,
        SLACK_WEBHOOK,
        TEAMS,
        PAGERDUTY,
        STATUSPAGE,
        JIRA,
        GITHUB,
        SNS,
        SES
    }

    @AfterEach
    void close() {
        over.countDown();
        outside.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_server_that_broke_is_tried_again(Kind kind) {
        outside.fails(Answer.text(503, "down"), Answer.text(503, "down"), Answer.text(503, "down"));
        assertThat(send(kind, Letters.PATIENCE)).isInstanceOf(Later.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SNS", "SES"})
    void a_channel_that_has_enough_says_when_to_come_again(Kind kind) {
        outside.fails(Answer.text(429, "slowly").with("Retry-After", "17"));
        assertThat(send(kind, Letters.PATIENCE))
                .isInstanceOfSatisfying(
                        Later.class,
                        l -> assertThat(l.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SNS", "SES"})
    void amazon_says_too_much_in_words_of_its_own(Kind kind) {
        Answer enough =
                Answer.text(
                        429, "{\"__type\":\"TooManyRequestsException\",\"message\":\"slowly\"}");
        outside.fails(enough, enough, enough, enough);
        assertThat(send(kind, Letters.PATIENCE)).isInstanceOf(Later.class);
    }

    /// A token that is wrong today may be mended tomorrow.
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SNS", "SES"})
    void a_token_that_is_not_taken_is_tried_again(Kind kind) {
        outside.fails(Answer.text(401, "who are you"));
        assertThat(send(kind, Letters.PATIENCE)).isInstanceOf(Later.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WEBHOOK", "SLACK"})
    void what_no_repetition_changes_is_final(Kind kind) {
        outside.fails(
                Answer.text(
                        400,
                        "<ErrorResponse><Error><Code>InvalidParameter</Code>"
                                + "<Message>no</Message></Error></ErrorResponse>"));
        assertThat(send(kind, Letters.PATIENCE)).isInstanceOf(Refused.class);
    }

    /// Slack says no with 200; a webhook's receiver is gone for good with 410 alone.
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"WEBHOOK", "SLACK"})
    void what_is_final_in_words_of_its_own(Kind kind) {
        outside.fails(
                kind == Kind.SLACK
                        ? Answer.of(200, Map.of("ok", false, "error", "channel_not_found"))
                        : Answer.text(410, ""));
        assertThat(send(kind, Letters.PATIENCE)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_channel_that_does_not_answer_is_left_and_tried_again(Kind kind) {
        outside.hangs(over);
        assertThat(send(kind, SHORT)).isInstanceOf(Later.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void where_nobody_is_there_it_comes_again(Kind kind) {
        outside.close();
        assertThat(send(kind, Letters.PATIENCE)).isInstanceOf(Later.class);
    }

    private Outcome send(Kind kind, Duration timeout) {
        Exchange http = Letters.http();
        Secrets secrets =
                new Secrets(Map.of("TOKEN", "t", "HOOK", outside.url("/hook").toString()));
        URI url = outside.url("/");
        Letter letter = new Letters().next("incident-started");
        AwsAccess aws =
                new AwsAccess("eu-west-1", outside.url(""), Letters.TOKEN, Letters.TOKEN, timeout);
        return switch (kind) {
            case WEBHOOK ->
                    told(
                            new WebhookChannel(http, secrets),
                            new WebhookAddress(url, null, timeout),
                            letter);
            case ALERTMANAGER ->
                    told(
                            new AlertmanagerChannel(http, secrets),
                            new AlertmanagerAddress(url, null, timeout),
                            letter);
            case SLACK ->
                    told(
                            new SlackChannel(http, secrets),
                            new SlackAddress(url, "C1", Letters.TOKEN, true, timeout),
                            letter);
            case SLACK_WEBHOOK ->
                    told(
                            new SlackHookChannel(http, secrets),
                            new SlackHookAddress(HOOK, timeout),
                            letter);
            case TEAMS ->
                    told(new TeamsChannel(http, secrets), new TeamsAddress(HOOK, timeout), letter);
            case PAGERDUTY ->
                    told(
                            new PagerDutyChannel(http, secrets),
                            new PagerDutyAddress(url, Letters.TOKEN, timeout),
                            letter);
            case STATUSPAGE ->
                    told(
                            new StatuspageChannel(http, secrets),
                            new StatuspageAddress(url, "p", Letters.TOKEN, Map.of(), timeout),
                            letter);
            case JIRA ->
                    told(
                            new JiraChannel(http, secrets),
                            new JiraAddress(url, "SHOP", "Incident", null, Letters.TOKEN, timeout),
                            letter);
            case GITHUB ->
                    told(
                            new GitHubChannel(http, secrets),
                            new GitHubAddress(url, "team/shop", Letters.TOKEN, timeout),
                            letter);
            case SNS ->
                    told(
                            new SnsChannel(secrets),
                            new SnsAddress("arn:aws:sns:eu-west-1:1:x", aws),
                            letter);
            case SES ->
                    told(
                            new SesChannel(secrets),
                            new SesAddress("a@shop.example", List.of("b@shop.example"), aws),
                            letter);
        };
    }

    /// As the rooms hear it.
    private static <A extends Address> Outcome told(Channel<A> channel, A address, Letter letter) {
        try {
            return channel.send(address, letter);
        } catch (Untold e) {
            return e.later();
        }
    }
}
