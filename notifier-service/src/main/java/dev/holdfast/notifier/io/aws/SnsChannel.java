package dev.holdfast.notifier.io.aws;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.SnsAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

import java.util.Map;

/// Publishes to an SNS topic. A FIFO topic gets the incident as group and the notice's id for
/// deduplication; the attributes are for subscription filters.
public final class SnsChannel implements Channel<SnsAddress> {
    private static final int SUBJECT = 99;

    private final Secrets secrets;

    public SnsChannel(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Class<SnsAddress> serves() {
        return SnsAddress.class;
    }

    @Override
    public Outcome send(SnsAddress address, Letter letter) throws Untold {
        PublishRequest.Builder request =
                PublishRequest.builder()
                        .topicArn(address.topic())
                        .subject(subject(letter))
                        .message(letter.text())
                        .messageAttributes(
                                Map.of(
                                        "notice", text(letter.id()),
                                        "event", text(letter.about()),
                                        "scope", text(letter.scope()),
                                        "severity", text(letter.severity())));
        if (address.topic().endsWith(".fifo")) {
            request.messageGroupId(letter.thread().replaceAll("\\s", "-"))
                    .messageDeduplicationId(letter.id());
        }
        try (SnsClient sns = AwsChannels.client(SnsClient.builder(), address.access(), secrets)) {
            return new Delivered("message " + sns.publish(request.build()).messageId());
        } catch (SdkException e) {
            return AwsChannels.judge(e);
        }
    }

    /// SNS takes ASCII only, and begins it with a letter, a digit or a mark.
    private static String subject(Letter letter) {
        String plain = letter.subject().replaceAll("[^\\x20-\\x7e]", "").strip();
        String any = plain.isEmpty() ? "Holdfast: " + letter.about() : plain;
        return any.length() > SUBJECT ? any.substring(0, SUBJECT) : any;
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }
}
