package dev.holdfast.verifier.io.http;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.net.TimedInput;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One HTTP/1.1 request and its answer, over a connection of its own.
///
/// Written here and not taken from a client library for three reasons: the connection must go to
/// the very address that was checked, half an answer must never look like a whole one, and every
/// byte read must count against one deadline.
public final class Exchange {
    private final Dialer dialer;
    private final SSLSocketFactory tls;

    public Exchange(Dialer dialer, SSLSocketFactory tls) {
        this.dialer = dialer;
        this.tls = tls;
    }

    /// To a host that the pack allows.
    public Answer.Http send(Question.Http question, Terms terms) throws Unusable {
        return send(question, terms, false);
    }

    /// To one of our own services.
    public Answer.Http sendOwn(Question.Http question, Terms terms) throws Unusable {
        return send(question, terms, true);
    }

    private Answer.Http send(Question.Http q, Terms terms, boolean own) throws Unusable {
        long began = System.nanoTime();
        URI url = q.url();
        boolean secure = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        try (Socket plain =
                        own
                                ? dialer.dialOwn(url.getHost(), port, terms)
                                : dialer.dial(url.getHost(), port, terms);
                Socket socket = secure ? secured(plain, url.getHost(), port, terms) : plain) {
            OutputStream out = socket.getOutputStream();
            out.write(request(q));
            out.flush();
            AnswerReader reader =
                    new AnswerReader(
                            new BufferedInputStream(new TimedInput(socket, terms)), q.most());
            AnswerReader.Whole whole = reader.read(q.method().equals("HEAD"));
            return new Answer.Http(
                    whole.status(),
                    whole.headers(),
                    whole.body(),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedIOException _) {
            throw terms.late();
        } catch (EOFException e) {
            throw new Unusable(Why.BROKEN, "half an answer: " + e.getMessage());
        } catch (SSLException e) {
            throw new Unusable(Why.BROKEN, "TLS failed: " + e.getMessage());
        } catch (IOException e) {
            throw new Unusable(Why.BROKEN, "the connection broke: " + e.getMessage());
        }
    }

    private Socket secured(Socket plain, String host, int port, Terms terms)
            throws IOException, Unusable {
        plain.setSoTimeout(terms.left());
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] request(Question.Http q) {
        URI url = q.url();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        byte[] body = q.body() == null ? new byte[0] : q.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder();
        line(head, "%s %s%s HTTP/1.1".formatted(q.method(), path, query));
        line(head, "Host: " + url.getRawAuthority());
        defaultHeader(head, q.headers(), "User-Agent", "holdfast-verifier");
        defaultHeader(head, q.headers(), "Accept", "*/*");
        line(head, "Accept-Encoding: identity");
        line(head, "Connection: close");
        q.headers().forEach((name, value) -> header(head, name, value));
        if (q.body() != null) {
            line(head, "Content-Length: " + body.length);
        }
        line(head, "");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static void defaultHeader(
            StringBuilder head, Map<String, String> given, String name, String value) {
        if (given.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
            line(head, name + ": " + value);
        }
    }

    /// Headers that say how the message is framed are ours alone.
    private static void header(StringBuilder head, String name, String value) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "accept-encoding" -> {}
            default -> line(head, name + ": " + value.replaceAll("[\\r\\n\\x00]", " "));
        }
    }

    private static void line(StringBuilder head, String text) {
        head.append(text).append("\r\n");
    }
}
