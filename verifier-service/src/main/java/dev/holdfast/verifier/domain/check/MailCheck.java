package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Passes when a mail has come into a mailbox that is read by IMAP.
///
/// @param subject must be in the subject, may hold variables; null for any
/// @param body must be in the text, may hold variables; null for any
/// @param from must be in the sender, null for any
/// @param since only mails younger than this count
public record MailCheck(
        Mailbox mailbox,
        @Nullable String subject,
        @Nullable String body,
        @Nullable String from,
        Duration since)
        implements Asking {

    /// @param tls `implicit`, `starttls` or `none`
    public record Mailbox(
            String name,
            String address,
            String user,
            @Nullable String secret,
            String tls,
            String folder) {}

    public record Search(
            String host,
            int port,
            Mailbox mailbox,
            @Nullable String subject,
            @Nullable String body,
            @Nullable String from,
            Duration since)
            implements Question {
        @Override
        public String target() {
            return host + ":" + port;
        }

        @Override
        public String asks() {
            return "mails of the last %s in %s of mailbox %s%s%s%s"
                    .formatted(
                            since,
                            mailbox.folder(),
                            mailbox.name(),
                            part("subject", subject),
                            part("text", body),
                            part("from", from));
        }

        private static String part(String what, @Nullable String text) {
            return text == null ? "" : " with %s '%s'".formatted(what, text);
        }
    }

    public record Mail(String from, String subject, Instant received) {}

    /// @param found those that fit, newest first, a few
    /// @param young how many mails were young enough to be looked at
    public record Mails(List<Mail> found, int young, Duration took) implements Answer {
        public Mails {
            found = List.copyOf(found);
        }

        @Override
        public String shows() {
            return "%d of %d young mails fit in %d ms: %s"
                    .formatted(found.size(), young, took.toMillis(), found);
        }
    }

    @Override
    public Question question(Given given) {
        HostPort at = HostPort.of(given.text(mailbox.address()));
        return new Search(
                at.host(),
                at.port(),
                mailbox,
                subject == null ? null : given.text(subject),
                body == null ? null : given.text(body),
                from == null ? null : given.text(from),
                since);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Mails mails)) {
            return answer.unfit();
        }
        if (mails.found().isEmpty()) {
            return Finding.failed(
                    "no such mail among the %d of the last %s".formatted(mails.young(), since));
        }
        Mail newest = mails.found().getFirst();
        return Finding.passed(
                "mail '%s' from %s came at %s"
                        .formatted(
                                Evidence.cut(newest.subject(), 120),
                                newest.from(),
                                newest.received()));
    }
}
