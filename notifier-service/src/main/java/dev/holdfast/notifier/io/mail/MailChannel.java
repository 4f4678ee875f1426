package dev.holdfast.notifier.io.mail;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.plan.Address.MailAddress;
import dev.holdfast.notifier.domain.plan.Address.MailAddress.Tls;
import dev.holdfast.notifier.io.channel.Channel;
import dev.holdfast.notifier.io.channel.Untold;
import dev.holdfast.notifier.io.secret.Secrets;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

import java.util.List;
import java.util.Properties;

import javax.net.ssl.SSLSocketFactory;

/// Sends e-mail by SMTP: text and HTML, one thread an incident. With `STARTTLS` nothing is said before
/// TLS stands, and the server's name is checked against its certificate.
public final class MailChannel implements Channel<MailAddress> {
    private static final int PERMANENT = 500;

    private final Secrets secrets;
    private final SSLSocketFactory tls;

    /// @param tls decides whose certificates are believed
    public MailChannel(Secrets secrets, SSLSocketFactory tls) {
        this.secrets = secrets;
        this.tls = tls;
    }

    @Override
    public Class<MailAddress> serves() {
        return MailAddress.class;
    }

    @Override
    public Outcome send(MailAddress address, Letter letter) throws Untold {
        List<String> to = recipients(address, letter);
        if (to.isEmpty()) {
            return new Later("nobody with an e-mail address is on call", null);
        }
        var secret = address.password();
        String password = secret == null ? null : secrets.need(secret);
        Session session = Session.getInstance(properties(address));
        try (Transport transport =
                session.getTransport(address.tls() == Tls.IMPLICIT ? "smtps" : "smtp")) {
            MimeMessage message = Mails.message(session, address.from(), to, letter);
            transport.connect(address.host(), address.port(), address.user(), password);
            transport.sendMessage(message, message.getAllRecipients());
            return new Delivered(message.getMessageID());
        } catch (SendFailedException e) {
            return judged(e);
        } catch (MessagingException e) {
            return new Later("mail by %s: %s".formatted(address.host(), e.getMessage()), null);
        }
    }

    private static List<String> recipients(MailAddress address, Letter letter) {
        return address.to().stream()
                .map(t ->
                        t.equals(MailAddress.ON_CALL)
                                ? letter.known().getOrDefault(Letter.ON_CALL_MAIL, "")
                                : t)
                .filter(t -> !t.isBlank())
                .distinct()
                .toList();
    }

    /// 5xx of SMTP is for good, 4xx may pass.
    private static Outcome judged(SendFailedException e) {
        int code = 0;
        for (Exception x = e;
                x != null;
                x = x instanceof MessagingException m ? m.getNextException() : null) {
            if (x instanceof SMTPSendFailedException f) {
                code = Math.max(code, f.getReturnCode());
            } else if (x instanceof SMTPAddressFailedException f) {
                code = Math.max(code, f.getReturnCode());
            }
        }
        String said = String.valueOf(e.getMessage()).strip();
        return code >= PERMANENT ? new Refused(said) : new Later(said, null);
    }

    private Properties properties(MailAddress address) {
        String millis = Long.toString(address.timeout().toMillis());
        Properties p = new Properties();
        for (String protocol : List.of("smtp", "smtps")) {
            String prefix = "mail." + protocol + ".";
            p.setProperty(prefix + "connectiontimeout", millis);
            p.setProperty(prefix + "timeout", millis);
            p.setProperty(prefix + "writetimeout", millis);
            p.setProperty(prefix + "auth", Boolean.toString(address.user() != null));
            p.setProperty(prefix + "starttls.enable", "true");
            p.setProperty(
                    prefix + "starttls.required", Boolean.toString(address.tls() == Tls.STARTTLS));
            p.setProperty(prefix + "ssl.checkserveridentity", "true");
            p.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
            p.put(prefix + "ssl.socketFactory", tls);
        }
        if (address.tls() == Tls.NONE) {
            p.setProperty("mail.smtp.starttls.enable", "false");
        }
        return p;
    }
}
