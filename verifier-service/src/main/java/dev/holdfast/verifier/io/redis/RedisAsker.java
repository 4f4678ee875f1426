package dev.holdfast.verifier.io.redis;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.RedisCheck;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.net.Secured;
import dev.holdfast.verifier.io.net.TimedInput;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSocketFactory;

/// Speaks RESP by hand: AUTH where there is a password, then PING.
public final class RedisAsker implements Asker<RedisCheck.Ping> {
    private static final int LONGEST_LINE = 1 << 10;

    private final Dialer dialer;
    private final Secrets secrets;
    private final SSLSocketFactory tls;

    public RedisAsker(Dialer dialer, Secrets secrets, SSLSocketFactory tls) {
        this.dialer = dialer;
        this.secrets = secrets;
        this.tls = tls;
    }

    @Override
    public Answer ask(RedisCheck.Ping q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Secrets.Used used = secrets.using(terms.secrets());
        try (Socket plain = dialer.dial(q.host(), q.port(), terms);
                Socket socket =
                        q.tls() ? Secured.over(tls, plain, q.host(), q.port(), terms) : plain) {
            InputStream in = new BufferedInputStream(new TimedInput(socket, terms));
            if (q.secret() != null) {
                List<String> auth = new ArrayList<>(List.of("AUTH"));
                if (q.user() != null) {
                    auth.add(q.user());
                }
                auth.add(used.get(q.secret()));
                String said = send(socket.getOutputStream(), in, auth);
                if (!said.equals("+OK")) {
                    throw new Unusable(Why.REFUSED, "Redis does not let us in: " + used.mask(said));
                }
            }
            String reply = send(socket.getOutputStream(), in, List.of("PING"));
            return new RedisCheck.Reply(reply, Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedIOException _) {
            throw terms.late();
        } catch (IOException e) {
            throw new Unusable(Why.BROKEN, "the connection broke: " + e.getMessage());
        }
    }

    private static String send(OutputStream out, InputStream in, List<String> words)
            throws IOException, Unusable {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ascii("*%d\r\n".formatted(words.size())));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            all.writeBytes(ascii("$%d\r\n".formatted(bytes.length)));
            all.writeBytes(bytes);
            all.writeBytes(ascii("\r\n"));
        }
        out.write(all.toByteArray());
        out.flush();
        return line(in);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A whole line, or nothing: half a PONG is none.
    private static String line(InputStream in) throws IOException, Unusable {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("half an answer");
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw new Unusable(Why.BROKEN, "that is no answer of Redis");
            }
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (!text.endsWith("\r")) {
            throw new Unusable(Why.BROKEN, "that is no answer of Redis");
        }
        return text.substring(0, text.length() - 1);
    }
}
