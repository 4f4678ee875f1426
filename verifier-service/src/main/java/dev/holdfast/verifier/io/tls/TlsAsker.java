package dev.holdfast.verifier.io.tls;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.TlsCheck;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// Shakes hands like any client, but goes on with a certificate that a client would refuse, so that
/// it can be told what is wrong with it.
public final class TlsAsker implements Asker<TlsCheck.Handshake> {
    private final Dialer dialer;
    private final Secrets secrets;
    private final InstantSource clock;

    public TlsAsker(Dialer dialer, Secrets secrets, InstantSource clock) {
        this.dialer = dialer;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Answer ask(TlsCheck.Handshake q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        String authority =
                q.authority() == null ? null : secrets.using(terms.secrets()).get(q.authority());
        Witness witness = witness(authority);
        try (Socket plain = dialer.dial(q.host(), q.port(), terms)) {
            plain.setSoTimeout(terms.left());
            shake(witness, plain, q);
        } catch (InterruptedIOException _) {
            throw terms.late();
        } catch (SSLException e) {
            throw new Unusable(Why.BROKEN, "TLS failed: " + e.getMessage());
        } catch (IOException e) {
            throw new Unusable(Why.BROKEN, "the connection broke: " + e.getMessage());
        }
        X509Certificate shown = witness.shown();
        if (shown == null) {
            throw new Unusable(Why.BROKEN, "the server showed no certificate");
        }
        return new TlsCheck.Certificate(
                shown.getSubjectX500Principal().getName(),
                shown.getIssuerX500Principal().getName(),
                names(shown),
                shown.getNotBefore().toInstant(),
                shown.getNotAfter().toInstant(),
                witness.problem(),
                clock.instant(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static Witness witness(@Nullable String authority) throws Unusable {
        try {
            return new Witness(Authorities.trusting(authority));
        } catch (GeneralSecurityException | IOException e) {
            throw new Unusable(
                    Why.REFUSED, "the authority's certificate cannot be used: " + e.getMessage());
        }
    }

    private static void shake(Witness witness, Socket plain, TlsCheck.Handshake q)
            throws IOException {
        SSLContext context;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {witness}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
        try (SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(plain, q.server(), q.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(n -> String.valueOf(n.get(1))).toList();
        } catch (CertificateParsingException _) {
            return List.of("(unreadable)");
        }
    }
}
