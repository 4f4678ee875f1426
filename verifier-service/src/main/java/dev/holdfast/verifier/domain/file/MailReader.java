package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.MailCheck;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `mailboxes:` of `checks.yml` and `mail:` checks.
final class MailReader {
    private static final List<String> TLS = List.of("implicit", "starttls", "none");

    private MailReader() {}

    static Map<String, MailCheck.Mailbox> read(YamlMap m, Known known) {
        Map<String, MailCheck.Mailbox> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    out.put(name, one(name, v.map(), known));
                });
        return out;
    }

    private static MailCheck.Mailbox one(String name, YamlMap m, Known known) {
        m.only("address", "user", "password", "tls", "folder", "description");
        String tls = m.text("tls", "implicit");
        if (!TLS.contains(tls)) {
            m.required("tls").problem("'%s' is none of %s".formatted(tls, TLS));
        }
        return new MailCheck.Mailbox(
                name,
                known.template(m.required("address")),
                m.text("user"),
                known.secretOrNull(m, "password"),
                tls,
                m.text("folder", "INBOX"));
    }

    static Optional<Check> check(YamlMap m, Known known) {
        m.only("mailbox", "subject", "text", "from", "since");
        MailCheck.Mailbox mailbox = known.mailboxes().find(m.required("mailbox"));
        String subject = known.templateOrNull(m, "subject");
        String text = known.templateOrNull(m, "text");
        String from = known.templateOrNull(m, "from");
        if (subject == null && text == null) {
            m.self().problem("'subject' or 'text' must say which mail is meant");
        }
        Duration since = m.duration("since", Duration.ofMinutes(10));
        return mailbox == null
                ? Optional.empty()
                : Optional.of(new MailCheck(mailbox, subject, text, from, since));
    }
}
