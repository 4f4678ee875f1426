package dev.holdfast.notifier.io.mail;

import dev.holdfast.notifier.domain.news.Word;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.report.Html;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;

/// Writes mails. All about one incident refer to the same root and have the same subject, which is how
/// mail programs know a thread; the notice's id is the message's, so a repeat is known too.
final class Mails {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+");

    private Mails() {}

    static MimeMessage message(Session session, String from, List<String> to, Letter letter)
            throws MessagingException {
        String domain = from.substring(from.indexOf('@') + 1);
        MimeMessage message = new Known(session, "<%s@%s>".formatted(letter.id(), domain));
        message.setFrom(new InternetAddress(from));
        for (String one : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(one, true));
        }
        message.setSubject(subject(letter), UTF_8);
        message.setSentDate(Date.from(letter.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Holdfast-Notice", letter.id());
        if (letter.incident() != null) {
            String root = "<%s@%s>".formatted(letter.thread(), domain);
            message.setHeader("References", root);
            message.setHeader("In-Reply-To", root);
        }
        message.setContent(content(letter));
        message.saveChanges();
        return message;
    }

    private static String subject(Letter letter) {
        String title = letter.fact(Word.TITLE);
        return letter.incident() == null || title.isEmpty()
                ? letter.subject()
                : "[%s] %s".formatted(letter.scope(), title);
    }

    private static Multipart content(Letter letter) throws MessagingException {
        MimeMultipart both = new MimeMultipart("alternative");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(letter.text(), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setContent(html(letter), "text/html; charset=utf-8");
        both.addBodyPart(text);
        both.addBodyPart(html);
        String invitation = letter.facts().get(Letter.INVITATION);
        if (invitation == null) {
            return both;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart words = new MimeBodyPart();
        words.setContent(both);
        mixed.addBodyPart(words);
        mixed.addBodyPart(calendar(invitation));
        return mixed;
    }

    private static BodyPart calendar(String ics) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(ics, UTF_8, "calendar");
        part.setHeader("Content-Type", "text/calendar; charset=utf-8; method=REQUEST");
        part.setFileName("post-mortem.ics");
        return part;
    }

    private static String html(Letter letter) {
        List<String> lines = letter.text().lines().toList();
        String first = lines.isEmpty() ? letter.subject() : lines.getFirst();
        String rest = String.join("\n", lines.stream().skip(1).map(Mails::linked).toList()).strip();
        return """
        <!doctype html><html lang="en"><body style="margin:0;padding:24px;background:#f6f5f2;\
        font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#1b1d20">
        <div style="max-width:640px;margin:0 auto;background:#fff;border:1px solid #e5e2db;\
        border-top:4px solid %s;border-radius:8px;padding:20px 24px">
        <h1 style="font-size:18px;line-height:1.35;margin:0 0 12px">%s</h1>
        <div style="white-space:pre-wrap">%s</div></div></body></html>
        """
                .formatted(letter.ends() ? "#1a7f4b" : "#b4232a", Html.text(first), rest);
    }

    private static String linked(String line) {
        return LINK.matcher(Html.text(line)).replaceAll("<a href=\"$0\">$0</a>");
    }

    /// A message whose id is given.
    private static final class Known extends MimeMessage {
        private final String id;

        Known(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
