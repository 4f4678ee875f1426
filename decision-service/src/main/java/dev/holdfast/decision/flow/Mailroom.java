package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Facts;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Mail;
import dev.holdfast.decision.domain.policy.Policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Carries what the members of a group say to each other, each letter in three transactions: it is
/// written with what was decided (an errand remembers it), put into the other's box, and read there by a
/// timer, so by the instance that has read all older events of the other. Never is more than one system's
/// row held, so no two can wait for each other; a letter that is put twice changes nothing the second time.
final class Mailroom {
    static final String ERRAND = "mail";
    static final String TIMER = "mail";

    /// The kind of the audit's entry of a letter that was put into the box; its id is the letter's.
    static final String KIND = "mail";

    private Mailroom() {}

    /// @param id sorts as they were written
    record Letter(String id, Mail mail) {}

    /// The letters that were read last, oldest first.
    record Read(List<String> ids) {
        private static final int MOST = 50;

        Read {
            ids = List.copyOf(ids);
        }

        Read and(String id) {
            List<String> all = new ArrayList<>(ids);
            all.add(id);
            return new Read(all.subList(Math.max(0, all.size() - MOST), all.size()));
        }
    }

    private static Read read(Work work) {
        return work.find(Shelves.READ, Shelves.ONLY).orElseGet(() -> new Read(List.of()));
    }

    /// With the rest of the transaction that decided it.
    static void post(Work work, List<Mail> mails) {
        if (mails.isEmpty()) {
            return;
        }
        int number = work.all(Shelves.OUTGOING).size();
        for (Mail mail : mails) {
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, work.now());
            String id =
                    "%018d-%04d-%s"
                            .formatted(micros, number++, EventId.of(mail.from()).substring(0, 8));
            work.put(Shelves.OUTGOING, id, new Letter(id, mail));
        }
        work.errand(ERRAND, work.now());
    }

    /// Oldest first; what was put before we died is put once more.
    static void deliver(Errand errand, Transactions transactions) {
        for (Letter letter : errand.<List<Letter>>read(w -> w.all(Shelves.OUTGOING))) {
            if (!errand.held()) {
                return;
            }
            Scope to = Scope.parse(letter.mail().to());
            boolean _ = transactions.in(to, work -> put(work, letter));
            boolean _ =
                    errand.write(w -> {
                        w.remove(Shelves.OUTGOING, letter.id());
                        return true;
                    });
        }
    }

    /// A letter that is in the box, or was read, is none.
    static boolean put(Work work, Letter letter) {
        if (work.find(Shelves.INCOMING, letter.id()).isPresent()
                || read(work).ids().contains(letter.id())) {
            return false;
        }
        Audit.append(work, KIND, letter.id(), letter.mail());
        work.put(Shelves.INCOMING, letter.id(), letter);
        work.timer(TIMER, work.now());
        return true;
    }

    /// Reads everything in the box of a system, in the order in which it was written.
    static void read(Work work, Casebook book) {
        for (Letter letter : work.all(Shelves.INCOMING)) {
            work.remove(Shelves.INCOMING, letter.id());
            work.put(Shelves.READ, Shelves.ONLY, read(work).and(letter.id()));
            Mail mail = letter.mail();
            switch (mail.kind()) {
                case JOIN -> joins(work, book, mail);
                case GO, LEAVE -> {
                    boolean heard = happens(book, book.open(), mail);
                    if (!heard && mail.kind() == Mail.Kind.GO) {
                        post(
                                work,
                                List.of(
                                        mail.answer(
                                                Mail.Kind.BROKEN, "no incident is open", false)));
                    }
                }
                case JOINED, PLANNED, REFUSED, DONE, BROKEN -> {
                    boolean _ = happens(book, book.incident(mail.incident()).orElse(null), mail);
                }
            }
        }
    }

    private static boolean happens(Casebook book, @Nullable Incident incident, Mail mail) {
        Optional<Policy> policy = incident == null ? Optional.empty() : book.policy(incident);
        if (incident == null || policy.isEmpty()) {
            return false;
        }
        Happening said = new Happening.GroupSaid(mail);
        book.keep(
                book.ordering(policy.get(), s -> Machine.on(incident, book.site(), said, s)),
                Because.none());
        return true;
    }

    private static void joins(Work work, Casebook book, Mail mail) {
        Policy policy = book.policy(book.open()).orElse(null);
        Scope self = work.scope();
        if (policy == null || !policy.follows(self, Scope.parse(mail.from()))) {
            String why =
                    policy == null
                            ? "no pack of '%s' is active".formatted(self.system())
                            : "its decisions.yml does not say 'follows: [%s]'"
                                    .formatted(Scope.parse(mail.from()).system());
            post(work, List.of(mail.answer(Mail.Kind.REFUSED, why, false)));
            return;
        }
        Severity severity = Objects.requireNonNullElse(mail.severity(), Severity.P2);
        Trigger request = Facts.ofGroup(mail.round(), by(mail), mail.text(), severity, work.now());
        if (book.open() == null) {
            book.keep(
                    Machine.requested(book.site(), request, book.situation(policy)),
                    Because.none());
            book.openIfNeeded(Because.none());
        }
        Incident open = book.open();
        if (open == null) {
            post(work, List.of(mail.answer(Mail.Kind.REFUSED, "no incident could begin", true)));
            return;
        }
        book.keep(
                Machine.joined(open, book.site(), request, mail, book.situation(policy)),
                Because.none());
    }

    private static String by(Mail mail) {
        return "the group of " + mail.from();
    }
}
