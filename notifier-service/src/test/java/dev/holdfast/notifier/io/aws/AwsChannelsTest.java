package dev.holdfast.notifier.io.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.AwsAccess;
import dev.holdfast.notifier.domain.plan.Address.SesAddress;
import dev.holdfast.notifier.domain.plan.Address.SnsAddress;
import dev.holdfast.notifier.io.Letters;
import dev.holdfast.notifier.io.secret.Secrets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sns.SnsClient;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Against an emulator of AWS, where HOLDFAST_AWS_ENDPOINT names one.
class AwsChannelsTest {
    private static final SecretReference ID = new SecretReference("env", "ID");
    private static final SecretReference KEY = new SecretReference("env", "KEY");

    private final Secrets secrets = new Secrets(Map.of("ID", "test", "KEY", "test"));
    private final Letters letters = new Letters();

    @Test
    void a_topic_gets_a_notice_and_one_that_is_not_there_is_refused() throws Exception {
        AwsAccess access = emulated();
        String topic;
        try (SnsClient sns = AwsChannels.client(SnsClient.builder(), access, secrets)) {
            String name = "incidents-" + UUID.randomUUID() + ".fifo";
            topic =
                    sns.createTopic(c -> c.name(name).attributes(Map.of("FifoTopic", "true")))
                            .topicArn();
        }
        SnsChannel channel = new SnsChannel(secrets);
        assertThat(channel.send(new SnsAddress(topic, access), letters.next("resolved")))
                .isInstanceOf(Delivered.class);
        assertThat(
                        channel.send(
                                new SnsAddress(topic.replace("incidents", "gone"), access),
                                letters.next("resolved")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_mail_is_taken_from_a_verified_sender_only() throws Exception {
        AwsAccess access = emulated();
        String from = "holdfast-%s@shop.example".formatted(UUID.randomUUID());
        SesChannel channel = new SesChannel(secrets);
        SesAddress address = new SesAddress(from, List.of("ops@shop.example"), access);
        assertThat(channel.send(address, letters.next("resolved"))).isInstanceOf(Refused.class);
        verify(access, from);
        assertThat(channel.send(address, letters.next("resolved"))).isInstanceOf(Delivered.class);
    }

    /// The emulator knows identities by the first version of the service only.
    private static void verify(AwsAccess access, String from)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(access.endpoint())
                        .header(
                                "authorization",
                                "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/ses/aws4_request,"
                                        + " SignedHeaders=host, Signature=x")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "Action=VerifyEmailIdentity&EmailAddress="
                                                + URLEncoder.encode(from, StandardCharsets.UTF_8)
                                                + "&Version=2010-12-01"))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void where_nobody_answers_it_comes_again() throws Exception {
        AwsAccess nowhere = access(URI.create("http://127.0.0.1:1"));
        assertThat(
                        new SnsChannel(secrets)
                                .send(
                                        new SnsAddress("arn:aws:sns:eu-west-1:1:x", nowhere),
                                        letters.next("resolved")))
                .isInstanceOf(Later.class);
    }

    private static AwsAccess emulated() {
        @Nullable String endpoint = System.getenv("HOLDFAST_AWS_ENDPOINT");
        Assumptions.assumeTrue(endpoint != null, "HOLDFAST_AWS_ENDPOINT names no emulator of AWS");
        return access(URI.create(String.valueOf(endpoint)));
    }

    private static AwsAccess access(URI endpoint) {
        return new AwsAccess("eu-west-1", endpoint, ID, KEY, Duration.ofSeconds(20));
    }
}
