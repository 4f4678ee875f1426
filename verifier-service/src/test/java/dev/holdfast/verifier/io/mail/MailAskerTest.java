package dev.holdfast.verifier.io.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import jakarta.mail.Flags;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/// A real SMTP and IMAP server in this JVM.
class MailAskerTest {
    private final GreenMail server =
            new GreenMail(
                    new ServerSetup[] {
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort(),
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP).dynamicPort()
                    });

    @BeforeEach
    void start() {
        server.start();
        server.setUser("probe@shop.example", "probe", "open-sesame");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Trial trial(int port, String mail) {
        return Trial.of(
                        """
                        mailboxes:
                          probe: { address: "127.0.0.1:%d", user: probe, password: mail, tls: none }
                        checks:
                          it:
                            mail: { mailbox: probe, %s }
                        """
                                .formatted(port, mail))
                .secret("mail", "open-sesame");
    }

    private Trial trial(String mail) {
        return trial(server.getImap().getPort(), mail);
    }

    private void send(String subject, String text) {
        GreenMailUtil.sendTextEmail(
                "probe@shop.example",
                "orders@shop.example",
                subject,
                text,
                server.getSmtp().getServerSetup());
        assertThat(server.waitForIncomingEmail(5_000, 1)).isTrue();
    }

    @Test
    void a_mail_that_came_passes_and_stays_unread() throws Exception {
        trial("subject: \"Order ${run}\"").fails("no such mail among the 0");
        send("Order holdfast-1 is paid", "Thank you, Grüße");
        trial("subject: \"Order ${run}\"").passes();
        trial("subject: Order, from: orders@shop.example").passes();
        trial("text: Thank you").passes();
        trial("subject: Order, from: somebody@else.example").fails("among the 1");
        trial("subject: \"Order 17\"").fails("no such mail");
        trial("text: Good bye").fails("no such mail");
        assertThat(
                        server.getManagers()
                                .getImapHostManager()
                                .getInbox(server.getUserManager().getUser("probe"))
                                .getUnseenCount())
                .isEqualTo(1);
    }

    @Test
    void a_mail_counts_until_it_is_older_than_since_and_not_a_tick_longer() throws Exception {
        Instant came = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        server.getManagers()
                .getImapHostManager()
                .getInbox(server.getUserManager().getUser("probe"))
                .appendMessage(
                        GreenMailUtil.newMimeMessage("Subject: Order 1\r\n\r\nThank you"),
                        new Flags(),
                        Date.from(came));
        String young = "subject: Order, since: 5m";
        trial(young).at(came.plus(Duration.ofMinutes(5))).passes();
        trial(young).at(came.plus(Duration.ofMinutes(5)).plusMillis(1)).fails("among the 0");
    }

    @Test
    void gone_slow_lying_and_closed_mailboxes_are_inconclusive() {
        trial(Silence.nobody(), "subject: x").isInconclusive("cannot be read");
        trial("subject: x").secret("mail", "wrong-word").isInconclusive("does not let us in");
        trial("subject: x")
                .replace("tls: none", "tls: none, folder: Nowhere")
                .isInconclusive("cannot be read");
        trial("subject: x").replace("tls: none", "tls: starttls").isInconclusive("cannot be read");
        try (Silence slow = Silence.hanging();
                Silence half =
                        Silence.hangingUpAfter(
                                "* OK ready\r\n".getBytes(StandardCharsets.US_ASCII))) {
            trial(slow.port(), "subject: x")
                    .timeout(Duration.ofMillis(500))
                    .isInconclusive("500 ms");
            trial(half.port(), "subject: x").isInconclusive("cannot be read");
        }
        trial("subject: x")
                .replace("127.0.0.1:" + server.getImap().getPort(), "192.0.2.7:143")
                .isInconclusive("not among the hosts");
    }
}
