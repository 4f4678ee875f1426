package dev.holdfast.verifier.io.tls;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Takes down what a server shows and what a strict client would say to it. It refuses nothing: it
/// must never stand behind a connection over which anything is sent.
final class Witness extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager strict;
    private volatile @Nullable X509Certificate shown;
    private volatile @Nullable String problem;

    Witness(X509ExtendedTrustManager strict) {
        this.strict = strict;
    }

    @Nullable X509Certificate shown() {
        return shown;
    }

    @Nullable String problem() {
        return problem;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        shown = chain.length == 0 ? null : chain[0];
        try {
            strict.checkServerTrusted(chain, type, socket);
        } catch (CertificateException | IllegalArgumentException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            problem = String.valueOf(cause.getMessage());
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("Only sockets are looked at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("Only sockets are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("This is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("This is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("This is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return strict.getAcceptedIssuers();
    }
}
