package dev.holdfast.verifier.domain.check;

import com.google.re2j.Pattern;

import java.util.List;

/// Takes out of a text what looks like a secret or a card number. Secrets that a check itself used
/// are taken out before, where they are known; this is for what a target sends back.
///
/// The patterns run in linear time (RE2), since the text comes from outside.
public final class Masking {
    static final String MASK = "***";

    private record Rule(Pattern pattern, String with) {}

    private static final List<Rule> RULES =
            List.of(
                    rule(
                            "(?i)((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)"
                                    + "(\\s*[:=]\\s*)[^\\r\\n]+",
                            "$1$2" + MASK),
                    rule("(?i)\\b(bearer|basic)\\s+[a-z0-9+/._~=-]{8,}", "$1 " + MASK),
                    rule(
                            "(?i)(\"?[a-z0-9_.-]*(?:password|passwd|secret|token|api_?key|apikey"
                                    + "|private_?key|access_?key)[a-z0-9_.-]*\"?\\s*[:=]\\s*)"
                                    + "(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,;&\"'}]+)",
                            "$1" + MASK),
                    rule("\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*", MASK),
                    rule("([a-z][a-z0-9+.-]*://)[^/\\s:@]+:[^/\\s@]+@", "$1" + MASK + "@"),
                    rule("\\b(?:\\d[ -]?){12,15}\\d\\b", MASK));

    private static final Pattern SECRET_NAME =
            Pattern.compile(
                    "(?i)passw|passphrase|secret|token|api_?key|private|credential|_key$|_url$|dsn"
                            + "|salt|cookie|signature");

    private Masking() {}

    public static String mask(String text) {
        String masked = text;
        for (Rule rule : RULES) {
            masked = rule.pattern.matcher(masked).replaceAll(rule.with);
        }
        return masked;
    }

    /// Whether a variable's name says that its value is nobody's business.
    static boolean sounds(String name) {
        return SECRET_NAME.matcher(name).find();
    }

    private static Rule rule(String pattern, String with) {
        return new Rule(Pattern.compile(pattern), with);
    }
}
