package dev.holdfast.notifier.io.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.plan.Address.MailAddress;
import dev.holdfast.notifier.domain.plan.Address.MailAddress.Tls;
import dev.holdfast.notifier.io.Letters;

import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

@NullUnmarked // the certificate is made once for all tests
class MailChannelTest {
    private final GreenMail mail =
            new GreenMail(
                    new ServerSetup[] {
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
                        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
                    });
    private final Letters letters = new Letters();
    private final MailChannel channel = new MailChannel(Letters.secrets("pass"), trusting);

    @TempDir static Path folder;
    private static SSLSocketFactory trusting;

    /// GreenMail's own certificate names nobody; this one names localhost.
    @BeforeAll
    static void certificate() throws Exception {
        Path store = folder.resolve("mail.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "mail",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "changeit")
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("mail", keys.getCertificate("mail"));
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        trusting = context.getSocketFactory();
    }

    MailChannelTest() {
        mail.setUser("holdfast@shop.example", "holdfast", "pass");
        mail.start();
    }

    @AfterEach
    void close() {
        mail.stop();
    }

    @Test
    void mails_about_one_incident_are_one_thread_in_text_and_html() throws Exception {
        channel.send(plain("ops@shop.example"), letters.next("incident-started"));
        channel.send(plain("ops@shop.example"), letters.next("resolved"));
        MimeMessage[] got = mail.getReceivedMessages();
        assertThat(got).hasSize(2);
        assertThat(got[0].getSubject()).isEqualTo("[shop/production] Errors <!channel> & more");
        assertThat(got[1].getSubject()).isEqualTo(got[0].getSubject());
        assertThat(got[1].getHeader("References", null))
                .isEqualTo("<%s@shop.example>".formatted(Letters.INCIDENT))
                .isEqualTo(got[0].getHeader("In-Reply-To", null));
        assertThat(got[0].getMessageID()).isEqualTo("<notice-01@shop.example>");
        Multipart parts = (Multipart) got[0].getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(String.valueOf(parts.getBodyPart(0).getContent()))
                .contains("Impact: <b>one in five</b>");
        assertThat(String.valueOf(parts.getBodyPart(1).getContent()))
                .contains("&lt;b&gt;one in five&lt;/b&gt;", "<a href=\"https://console/x\">");
    }

    @Test
    void nobody_can_put_a_header_into_a_mail() throws Exception {
        Letter l = letters.next("incident-started");
        Letter evil =
                new Letter(
                        l.id(),
                        l.channel(),
                        l.about(),
                        l.scope(),
                        l.incident(),
                        l.severity(),
                        l.happenedAt(),
                        "x",
                        "x",
                        1,
                        l.at(),
                        Map.of("title", "boo\r\nBcc: all@shop.example"),
                        Map.of());
        channel.send(plain("ops@shop.example"), evil);
        MimeMessage got = mail.getReceivedMessages()[0];
        assertThat(got.getHeader("Bcc")).isNull();
        assertThat(got.getAllRecipients()).hasSize(1);
    }

    @Test
    void by_tls_with_a_password_where_the_certificate_is_believed() throws Exception {
        MailAddress address = secure(Tls.IMPLICIT, mail.getSmtps().getPort());
        Outcome trusted = channel.send(address, letters.next("incident-started"));
        Outcome untrusted =
                new MailChannel(
                                Letters.secrets("pass"),
                                (SSLSocketFactory) SSLSocketFactory.getDefault())
                        .send(address, letters.next("incident-started"));
        assertThat(untrusted)
                .isInstanceOfSatisfying(
                        Later.class, l -> assertThat(l.reason()).contains("localhost"));
        Outcome misnamed =
                channel.send(
                        address("127.0.0.1", address, "ops@shop.example"),
                        letters.next("incident-started"));
        assertThat(misnamed).isInstanceOf(Later.class);
        assertThat(trusted).isInstanceOf(Delivered.class);
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void without_tls_nothing_is_said_to_a_server_that_must_have_it() throws Exception {
        assertThat(
                        channel.send(
                                secure(Tls.STARTTLS, mail.getSmtp().getPort()),
                                letters.next("incident-started")))
                .isInstanceOfSatisfying(
                        Later.class, l -> assertThat(l.reason()).containsIgnoringCase("starttls"));
        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void whoever_is_on_call_gets_it() throws Exception {
        MailAddress address = plain(MailAddress.ON_CALL);
        assertThat(channel.send(address, letters.next("incident-started")))
                .isInstanceOf(Later.class);
        Letter l = letters.next("incident-started");
        Map<String, String> known = new HashMap<>(Map.of(Letter.ON_CALL_MAIL, "ana@shop.example"));
        channel.send(address, known(l, known));
        assertThat(mail.getReceivedMessages()[0].getAllRecipients()[0])
                .hasToString("ana@shop.example");
    }

    @Test
    void an_invitation_goes_with_the_post_mortem() throws Exception {
        Letter l = letters.next("post-mortem");
        channel.send(
                plain("ops@shop.example"),
                new Letter(
                        l.id(),
                        l.channel(),
                        l.about(),
                        l.scope(),
                        l.incident(),
                        l.severity(),
                        l.happenedAt(),
                        l.subject(),
                        l.text(),
                        1,
                        l.at(),
                        Map.of(Letter.INVITATION, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
                        Map.of()));
        Multipart parts = (Multipart) mail.getReceivedMessages()[0].getContent();
        assertThat(parts.getBodyPart(1).getContentType())
                .startsWith("text/calendar")
                .contains("method=REQUEST");
    }

    private static Letter known(Letter l, Map<String, String> known) {
        return new Letter(
                l.id(),
                l.channel(),
                l.about(),
                l.scope(),
                l.incident(),
                l.severity(),
                l.happenedAt(),
                l.subject(),
                l.text(),
                1,
                l.at(),
                l.facts(),
                known);
    }

    private MailAddress plain(String to) {
        return address(Tls.NONE, mail.getSmtp().getPort(), null, null, to);
    }

    private MailAddress secure(Tls tls, int port) {
        return address(tls, port, "holdfast", Letters.TOKEN, "ops@shop.example");
    }

    private static MailAddress address(
            Tls tls,
            int port,
            @Nullable String user,
            @Nullable SecretReference password,
            String to) {
        return new MailAddress(
                "localhost",
                port,
                tls,
                user,
                password,
                "holdfast@shop.example",
                List.of(to),
                Letters.PATIENCE);
    }

    private static MailAddress address(String host, MailAddress a, String to) {
        return new MailAddress(
                host,
                a.port(),
                a.tls(),
                a.user(),
                a.password(),
                a.from(),
                List.of(to),
                a.timeout());
    }
}
