package dev.holdfast.executor.domain.rollback;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Replaces secrets by `***`: as they are, as a header can say them, percent-encoded, quoted for JSON, HTML or a shell, in
/// hexadecimal, in Base64 (also as a part of a longer text, as in `user:password`), each long line of
/// one that has several, and what is left of one where a text was cut.
public record Mask(List<String> forms) {
    public static final Mask NOTHING = new Mask(List.of());

    private static final String HIDDEN = "***";

    /// A shorter line of a secret is rather a word of its format, such as `kind: Config`.
    private static final int LINE = 16;

    /// A shorter value of a document is rather the name of something.
    private static final int VALUE = 12;

    /// Of JSON, YAML, properties and `.env`; an address is none that is secret.
    private static final Pattern VALUES =
            Pattern.compile(
                    "[:=][ \\t]*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s\"'{}\\[\\]][^\\n,{}\\[\\]]*)");

    /// In Base64 a shorter one would leave too little that is surely its own.
    private static final int EMBEDDED = 9;

    /// Fewer characters than these may stand at a cut by chance.
    private static final int CUT = 5;

    /// Where texts are cut: between what is kept of a long one, or shown of a field.
    private static final Pattern CUTS =
            Pattern.compile("\\s*(\\n… \\d+ characters left out …\\n|…)\\s*");

    /// Masks these values; empty ones are passed over.
    public static Mask of(Collection<String> secrets) {
        return new Mask(
                secrets.stream()
                        .flatMap(Mask::parts)
                        .filter(s -> !s.isBlank())
                        .flatMap(Mask::forms)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    public String mask(String text) {
        return forms.isEmpty() ? text : cuts(whole(text));
    }

    /// Only what stands there as a whole: for what is compared or used again, and was never cut.
    public String whole(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, HIDDEN);
        }
        return masked;
    }

    private String cuts(String text) {
        StringBuilder out = new StringBuilder();
        Matcher m = CUTS.matcher(text);
        int from = 0;
        while (m.find()) {
            out.append(ends(text.substring(from, m.start()))).append(m.group());
            from = m.end();
        }
        return out.append(ends(text.substring(from))).toString();
    }

    /// Without what a secret may have left at either end.
    private String ends(String piece) {
        String text = piece;
        for (String form : forms) {
            int most = Math.min(form.length() - 1, text.length());
            for (int n = most; n >= CUT; n--) {
                if (text.regionMatches(text.length() - n, form, 0, n)) {
                    text = text.substring(0, text.length() - n) + HIDDEN;
                    break;
                }
            }
            for (int n = Math.min(most, text.length()); n >= CUT; n--) {
                if (text.regionMatches(0, form, form.length() - n, n)) {
                    text = HIDDEN + text.substring(n);
                    break;
                }
            }
        }
        return text;
    }

    /// The whole, its long lines (tools wrap, indent and quote line by line), and the values of what is
    /// a document, such as the token of a kubeconfig: whoever gets it by itself says it by itself.
    private static Stream<String> parts(String secret) {
        String whole = secret.strip();
        Stream<String> lines =
                whole.lines().map(String::strip).filter(line -> line.length() >= LINE);
        if (!whole.contains("\n") && !whole.startsWith("{")) {
            return Stream.of(whole, secret);
        }
        Stream<String> values =
                VALUES.matcher(whole)
                        .results()
                        .map(m -> m.group(1).strip())
                        .map(v ->
                                v.matches("\"[^\"]*\"|'[^']*'")
                                        ? v.substring(1, v.length() - 1)
                                        : v)
                        .filter(v -> v.length() >= VALUE && !v.contains("://"));
        return Stream.of(Stream.of(whole), lines, values).flatMap(s -> s);
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String html =
                secret.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;");
        Stream<String> plain =
                Stream.of(
                        secret,
                        secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"),
                        secret.replace("'", "'\\''"),
                        secret.replace("'", "''"),
                        html,
                        html.replace("'", "&#39;"),
                        encoded,
                        encoded.replace("+", "%20"),
                        lower(encoded),
                        lower(encoded).replace("+", "%20"),
                        HexFormat.of().formatHex(bytes),
                        HexFormat.of().withUpperCase().formatHex(bytes),
                        Base64.getEncoder().encodeToString(bytes),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        Stream<String> all =
                bytes.length < EMBEDDED ? plain : Stream.concat(plain, embedded(bytes));
        String header = secret.replaceAll("[^\\x00-\\x7f]", "?");
        return header.equals(secret) ? all : Stream.concat(all, forms(header));
    }

    private static String lower(String encoded) {
        return Pattern.compile("%[0-9A-F]{2}")
                .matcher(encoded)
                .replaceAll(m -> m.group().toLowerCase(java.util.Locale.ROOT));
    }

    /// What of a secret in the middle of a longer text in Base64 is the same whatever stands around it.
    private static Stream<String> embedded(byte[] bytes) {
        return Stream.of(0, 1, 2)
                .flatMap(before -> {
                    int skipped = (3 - before) % 3;
                    int whole = (bytes.length - skipped) / 3 * 3;
                    byte[] core = Arrays.copyOfRange(bytes, skipped, skipped + whole);
                    return Stream.of(
                            Base64.getEncoder().encodeToString(core),
                            Base64.getUrlEncoder().encodeToString(core));
                });
    }

    @Override
    public String toString() {
        return "Mask[" + forms.size() + " forms]";
    }
}
