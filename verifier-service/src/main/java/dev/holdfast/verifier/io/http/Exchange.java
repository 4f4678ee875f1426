package dev.holdfast.verifier.io.http;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.net.Line;
import dev.holdfast.verifier.io.net.Secured;
import dev.holdfast.verifier.io.net.TimedInput;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLException;
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
    public Answer.Http send(Question.Http q, Terms terms) throws Unusable {
        return send(q, terms, false);
    }

    /// To one of our own services.
    public Answer.Http sendOwn(Question.Http q, Terms terms) throws Unusable {
        return send(q, terms, true);
    }

    private Answer.Http send(Question.Http q, Terms terms, boolean own) throws Unusable {
        return over(line(q.url(), tls, own), q, terms).answer();
    }

    /// To a host that the pack allows, which proves its name to these keys.
    public Line line(URI url, SSLSocketFactory keys) {
        return line(url, keys, false);
    }

    private Line line(URI url, SSLSocketFactory keys, boolean own) {
        boolean secure = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        String host = url.getHost();
        return terms -> {
            Socket plain = own ? dialer.dialOwn(host, port, terms) : dialer.dial(host, port, terms);
            try {
                Socket socket = secure ? Secured.over(keys, plain, host, port, terms) : plain;
                return new Line.Connection(
                        new TimedInput(socket, terms), socket.getOutputStream(), socket);
            } catch (IOException | Unusable e) {
                plain.close();
                throw e;
            }
        };
    }

    /// One exchange over any line.
    public static Whole over(Line line, Question.Http q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        try (Line.Connection connection = line.open(terms)) {
            connection.out().write(request(q));
            connection.out().flush();
            AnswerReader reader =
                    new AnswerReader(new BufferedInputStream(connection.in()), q.most());
            return reader.read(q.method().equals("HEAD"))
                    .taking(Duration.ofNanos(System.nanoTime() - began));
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
