package dev.holdfast.verifier.io.net;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// TLS over a connection that stands already; the server must prove its name.
public final class Secured {
    private Secured() {}

    /// Throws [Unusable] for a server that does not prove that it is `host`.
    public static SSLSocket over(
            SSLSocketFactory tls, Socket plain, String host, int port, Terms terms)
            throws IOException, Unusable {
        plain.setSoTimeout(terms.left());
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (SSLException e) {
            throw new Unusable(Why.BROKEN, "TLS failed: " + e.getMessage());
        }
        return socket;
    }
}
