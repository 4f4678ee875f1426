package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.executor.domain.words.Piece;
import dev.holdfast.executor.domain.words.Words;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What kind of thing an argument of an action is: how it is written and what strangers may put in.
public enum ArgumentType {
    TEXT,
    /// A list of texts, for example the arguments of a program.
    TEXTS,
    /// Names with texts.
    TABLE,
    /// A file or folder; a value from outside is one name in it.
    PATH,
    /// An absolute http or https address; values from outside are percent-encoded.
    URL,
    /// A statement; values from outside never stand in it.
    SQL,
    DURATION,
    WHOLE,
    FLAG;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /// What is wrong with this text, which has no holes left.
    public Optional<String> wrong(String text) {
        return switch (this) {
            case TEXT, TEXTS, TABLE, SQL -> Optional.empty();
            case PATH -> path(text);
            case URL -> url(text);
            case DURATION ->
                    unless(
                            Durations.parse(text).isPresent(),
                            "'%s' is no duration such as 30s, 10m or 1h30m",
                            text);
            case WHOLE -> unless(NUMBER.matcher(text).matches(), "'%s' is no whole number", text);
            case FLAG ->
                    unless(
                            text.equals("true") || text.equals("false"),
                            "'%s' is neither true nor false",
                            text);
        };
    }

    /// What is wrong with what strangers have put into this text.
    public Optional<String> smuggled(Words words) {
        for (String given : words.from(Piece.Origin.GIVEN).toList()) {
            if (CONTROL.matcher(given).find()) {
                return Optional.of(
                        "the value '%s' holds a control character".formatted(clean(given)));
            }
            if (this == PATH && !isOneName(given)) {
                return Optional.of("the value '%s' is not one name inside a path".formatted(given));
            }
            if (this == SQL) {
                return Optional.of(
                        "the value '%s' stands in SQL text; bind it with `parameters`"
                                .formatted(given));
            }
        }
        boolean option = words.beginsWithGiven() && words.shown().startsWith("-");
        return unless(
                !(this == TEXTS && option),
                "the value '%s' would be read as an option",
                words.shown());
    }

    /// The text with values from outside made harmless where that is possible.
    public Words tamed(Words words) {
        return this == URL
                ? words.givenAs(
                        v -> URLEncoder.encode(v, StandardCharsets.UTF_8).replace("+", "%20"))
                : words;
    }

    private static boolean isOneName(String given) {
        return !given.contains("/")
                && !given.contains("\\")
                && !given.equals(".")
                && !given.equals("..")
                && !given.isEmpty();
    }

    private static Optional<String> path(String text) {
        boolean climbs = Arrays.asList(text.split("/")).contains("..");
        return unless(
                text.startsWith("/") && !climbs && text.indexOf('\0') < 0,
                "'%s' is no absolute path without '..'",
                clean(text));
    }

    private static Optional<String> url(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return unless(
                    web && uri.getHost() != null && uri.getUserInfo() == null,
                    "'%s' is no http or https address without a user in it",
                    text);
        } catch (IllegalArgumentException _) {
            return Optional.of("'%s' is no address".formatted(clean(text)));
        }
    }

    private static String clean(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    private static Optional<String> unless(boolean right, String problem, String text) {
        return right ? Optional.empty() : Optional.of(problem.formatted(text));
    }
}
