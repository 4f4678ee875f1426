package dev.holdfast.notifier.io.aws;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address.MailAddress;
import dev.holdfast.notifier.domain.plan.Address.SesAddress;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

import java.util.List;

/// Sends plain e-mail by Amazon SES.
public final class SesChannel implements Channel<SesAddress> {
    private final Secrets secrets;

    public SesChannel(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Class<SesAddress> serves() {
        return SesAddress.class;
    }

    @Override
    public Outcome send(SesAddress address, Letter letter) throws Untold {
        List<String> to =
                address.to().stream()
                        .map(t ->
                                t.equals(MailAddress.ON_CALL)
                                        ? letter.known().getOrDefault(Letter.ON_CALL_MAIL, "")
                                        : t)
                        .filter(t -> !t.isBlank())
                        .toList();
        SendEmailRequest request =
                SendEmailRequest.builder()
                        .fromEmailAddress(address.from())
                        .destination(d -> d.toAddresses(to))
                        .content(c ->
                                c.simple(s ->
                                        s.subject(text(letter.subject()))
                                                .body(b -> b.text(text(letter.text())))))
                        .build();
        try (SesV2Client ses =
                AwsChannels.client(SesV2Client.builder(), address.access(), secrets)) {
            return new Delivered("message " + ses.sendEmail(request).messageId());
        } catch (SdkException e) {
            return AwsChannels.judge(e);
        }
    }

    private static Content text(String value) {
        return Content.builder().data(value).charset("UTF-8").build();
    }
}
