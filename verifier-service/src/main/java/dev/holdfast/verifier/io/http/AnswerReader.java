package dev.holdfast.verifier.io.http;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one HTTP/1.x answer strictly: what is cut off, too large or framed in two ways is no
/// answer.
final class AnswerReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)(?: .*)?");
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_HEADERS = 200;
    private static final int MOST_INTERIM = 5;

    private final InputStream in;
    private final int most;

    /// @param most larger bodies are refused, in bytes
    AnswerReader(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    Whole read(boolean withoutBody) throws IOException, Unusable {
        for (int i = 0; i < MOST_INTERIM; i++) {
            int status = status();
            Map<String, List<String>> headers = headers();
            if (status >= 200) {
                boolean none = withoutBody || status == 204 || status == 304;
                return new Whole(
                        status, headers, none ? new byte[0] : body(headers), Duration.ZERO);
            }
        }
        throw broken("more than %d interim answers".formatted(MOST_INTERIM));
    }

    private int status() throws IOException, Unusable {
        String line = line();
        Matcher m = STATUS.matcher(line);
        if (!m.matches()) {
            throw broken("'%.60s' is no HTTP status line".formatted(line));
        }
        return Integer.parseInt(m.group(1));
    }

    private Map<String, List<String>> headers() throws IOException, Unusable {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i <= MOST_HEADERS; i++) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(colon - 1) == ' ') {
                throw broken("'%.60s' is no header".formatted(line));
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        throw broken("more than %d headers".formatted(MOST_HEADERS));
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException, Unusable {
        List<String> encoding = headers.getOrDefault("content-encoding", List.of("identity"));
        if (!encoding.equals(List.of("identity"))) {
            throw broken("the body is encoded as %s, which was not asked for".formatted(encoding));
        }
        List<String> lengths = headers.getOrDefault("content-length", List.of());
        List<String> transfer = headers.getOrDefault("transfer-encoding", List.of());
        if (!transfer.isEmpty()) {
            if (!lengths.isEmpty() || !String.join(",", transfer).equalsIgnoreCase("chunked")) {
                throw broken("the body is framed in a way that has two readings");
            }
            return chunks();
        }
        if (lengths.isEmpty()) {
            return rest();
        }
        if (lengths.stream().distinct().count() != 1 || !lengths.getFirst().matches("\\d{1,15}")) {
            throw broken("Content-Length is " + lengths);
        }
        long length = Long.parseLong(lengths.getFirst());
        if (length > most) {
            throw tooLarge();
        }
        return exactly((int) length);
    }

    private byte[] chunks() throws IOException, Unusable {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw broken("'%.20s' is no chunk size".formatted(size));
            }
            int n = Integer.parseInt(size, 16);
            if (n == 0) {
                headers(); // trailers, which nobody asked for
                return all.toByteArray();
            }
            if (all.size() + n > most) {
                throw tooLarge();
            }
            all.writeBytes(exactly(n));
            if (!line().isEmpty()) {
                throw broken("a chunk is longer than it says");
            }
        }
    }

    private byte[] rest() throws IOException, Unusable {
        byte[] all = in.readNBytes(most + 1);
        if (all.length > most) {
            throw tooLarge();
        }
        return all;
    }

    private byte[] exactly(int n) throws IOException {
        byte[] bytes = in.readNBytes(n);
        if (bytes.length < n) {
            throw new EOFException("%d of %d bytes came".formatted(bytes.length, n));
        }
        return bytes;
    }

    private String line() throws IOException, Unusable {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended in the middle of a line");
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw broken("a line is longer than %d bytes".formatted(LONGEST_LINE));
            }
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    static String text(byte[] body, Map<String, List<String>> headers) {
        String type = String.join(",", headers.getOrDefault("content-type", List.of()));
        Matcher m = CHARSET.matcher(type);
        try {
            return new String(
                    body, m.find() ? Charset.forName(m.group(1)) : StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private Unusable tooLarge() {
        return broken("the body is larger than %d bytes".formatted(most));
    }

    private static Unusable broken(String says) {
        return new Unusable(Why.BROKEN, says);
    }
}
