package dev.holdfast.verifier.io.mail;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.MailCheck;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import jakarta.mail.search.SearchTerm;

import java.io.UnsupportedEncodingException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/// Looks into a mailbox without changing it: the folder is opened for reading only, so no mail is
/// marked as seen.
public final class MailAsker implements Asker<MailCheck.Search> {
    private static final int MOST = 500;
    private static final int SHOWN = 5;
    private static final int DEEPEST = 10;

    private final Dialer dialer;
    private final Secrets secrets;
    private final InstantSource clock;

    public MailAsker(Dialer dialer, Secrets secrets, InstantSource clock) {
        this.dialer = dialer;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Answer ask(MailCheck.Search q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Dialer.Way way = dialer.way(q.host(), q.port(), terms);
        MailCheck.Mailbox box = q.mailbox();
        String password =
                box.secret() == null ? "" : secrets.using(terms.secrets()).get(box.secret());
        Session session = Session.getInstance(properties(q, new Pinned(way), terms));
        try (Store store = session.getStore("imap")) {
            store.connect(q.host(), q.port(), box.user(), password);
            Folder folder = store.getFolder(box.folder());
            folder.open(Folder.READ_ONLY);
            return search(q, folder, clock.instant().minus(q.since()), began, terms);
        } catch (AuthenticationFailedException _) {
            throw new Unusable(Why.REFUSED, "mailbox %s does not let us in".formatted(box.name()));
        } catch (MessagingException e) {
            throw unusable(e, box, terms);
        }
    }

    private static Unusable unusable(MessagingException e, MailCheck.Mailbox box, Terms terms) {
        Throwable cause = e;
        for (int i = 0; i < DEEPEST && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        if (cause instanceof SocketTimeoutException) {
            return terms.late();
        }
        boolean gone = cause instanceof java.net.ConnectException;
        return new Unusable(
                gone ? Why.GONE : Why.BROKEN,
                "mailbox %s cannot be read: %s".formatted(box.name(), cause.getMessage()));
    }

    private static Properties properties(MailCheck.Search q, Pinned sockets, Terms terms)
            throws Unusable {
        Properties p = new Properties();
        String left = Integer.toString(terms.left());
        p.put("mail.imap.socketFactory", sockets);
        p.put("mail.imap.socketFactory.fallback", "false");
        p.put("mail.imap.ssl.enable", q.mailbox().tls().equals("implicit") ? "true" : "false");
        boolean start = q.mailbox().tls().equals("starttls");
        p.put("mail.imap.starttls.enable", Boolean.toString(start));
        p.put("mail.imap.starttls.required", Boolean.toString(start));
        p.put("mail.imap.ssl.checkserveridentity", "true");
        p.put("mail.imap.connectiontimeout", left);
        p.put("mail.imap.timeout", left);
        p.put("mail.imap.writetimeout", left);
        p.put("mail.imap.partialfetch", "true");
        return p;
    }

    private static Answer search(
            MailCheck.Search q, Folder folder, Instant from, long began, Terms terms)
            throws MessagingException, Unusable {
        // IMAP knows days alone; the hour is looked at here.
        SearchTerm young =
                new ReceivedDateTerm(ComparisonTerm.GE, Date.from(from.minus(Duration.ofDays(1))));
        SearchTerm all = q.body() == null ? young : new AndTerm(young, new BodyTerm(q.body()));
        Message[] candidates = folder.search(all);
        if (candidates.length > MOST) {
            candidates =
                    java.util.Arrays.copyOfRange(
                            candidates, candidates.length - MOST, candidates.length);
        }
        List<MailCheck.Mail> found = new ArrayList<>();
        int looked = 0;
        for (Message m : candidates) {
            terms.left();
            Date received = m.getReceivedDate();
            if (received != null && !received.toInstant().isBefore(from)) {
                looked++;
                MailCheck.Mail mail = mail(m, received.toInstant());
                if (holds(mail.subject(), q.subject()) && holds(mail.from(), q.from())) {
                    found.add(mail);
                }
            }
        }
        found.sort(Comparator.comparing(MailCheck.Mail::received).reversed());
        return new MailCheck.Mails(
                found.stream().limit(SHOWN).toList(),
                looked,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static boolean holds(String text, @org.jspecify.annotations.Nullable String part) {
        return part == null
                || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static MailCheck.Mail mail(Message m, Instant received) throws MessagingException {
        String subject = m.getSubject() == null ? "" : m.getSubject();
        String from = m.getFrom() == null || m.getFrom().length == 0 ? "" : "" + m.getFrom()[0];
        return new MailCheck.Mail(
                Evidence.cut(decoded(from), 200), Evidence.cut(subject, 500), received);
    }

    private static String decoded(String text) {
        try {
            return MimeUtility.decodeText(text);
        } catch (UnsupportedEncodingException _) {
            return text;
        }
    }
}
