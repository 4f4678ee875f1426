package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.Durations;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Pattern;

/// A typed value that a runbook takes from outside.
public record Parameter(String name, Type type, @Nullable String otherwise) {
    /// What a value may look like; everything else is refused before anything is planned.
    public enum Type {
        VERSION("[A-Za-z0-9][A-Za-z0-9._+-]{0,127}", "letters, digits and . _ + -"),
        NAME("[A-Za-z0-9][A-Za-z0-9_-]{0,62}", "letters, digits, '_' and '-'"),
        TEXT("[^\\p{Cntrl}]{0,1024}", "at most 1024 characters on one line"),
        PATH("/[^\\p{Cntrl}]{0,1023}", "an absolute path without '..'"),
        URL("https?://[^\\s\\p{Cntrl}]{1,1024}", "an http or https address"),
        WHOLE("-?\\d{1,15}", "a whole number"),
        DURATION("[0-9a-z]{1,40}", "a duration such as 30s or 10m"),
        FLAG("true|false", "true or false");

        private final Pattern pattern;
        private final String words;

        Type(String pattern, String words) {
            this.pattern = Pattern.compile(pattern);
            this.words = words;
        }

        /// What is wrong with the value, if anything.
        public Optional<String> wrong(String name, String value) {
            boolean fits =
                    pattern.matcher(value).matches()
                            && (this != DURATION || Durations.parse(value).isPresent())
                            && (this != PATH || !("/" + value + "/").contains("/../"));
            return fits
                    ? Optional.empty()
                    : Optional.of(
                            "parameter '%s' must be %s, got '%s'"
                                    .formatted(name, words, printable(value)));
        }

        private static String printable(String value) {
            String shown = value.replaceAll("\\p{Cntrl}", "?");
            return shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
        }
    }
}
