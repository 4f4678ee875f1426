package dev.holdfast.verifier.io.probe;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.verifier.domain.check.Answer.Why;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds secrets at the moment of use, and keeps none.
public final class Secrets {
    private static final Pattern HOLE = Pattern.compile("\\$\\{secret\\.([A-Za-z0-9._-]+)}");
    private static final int SHORTEST_MASKED = 4;
    private static final int LARGEST = 64 << 10;

    /// An environment variable's value, or null.
    @FunctionalInterface
    public interface Environment {
        @Nullable String get(String name);
    }

    private final Environment environment;

    public Secrets(Environment environment) {
        this.environment = environment;
    }

    public Used using(Map<String, SecretReference> known) {
        return new Used(known);
    }

    /// The secrets that one question has used.
    public final class Used {
        private final Map<String, SecretReference> known;
        private final List<String> values = new ArrayList<>();

        Used(Map<String, SecretReference> known) {
            this.known = known;
        }

        /// Throws [Unusable] for a secret that is not to be found.
        public String fill(String text) throws Unusable {
            Matcher m = HOLE.matcher(text);
            StringBuilder out = new StringBuilder();
            while (m.find()) {
                m.appendReplacement(out, Matcher.quoteReplacement(get(m.group(1))));
            }
            return m.appendTail(out).toString();
        }

        public String get(String name) throws Unusable {
            SecretReference reference = known.get(name);
            String value = reference == null ? null : find(reference);
            if (value == null || value.isEmpty()) {
                throw new Unusable(
                        Why.REFUSED,
                        "secret '%s' is not to be found at %s"
                                .formatted(
                                        name, reference == null ? "pack.yml" : place(reference)));
            }
            values.add(value);
            return value;
        }

        public boolean none() {
            return values.isEmpty();
        }

        /// The text without the secrets.
        public String mask(String text) {
            String masked = text;
            for (String value : values) {
                if (value.length() >= SHORTEST_MASKED) {
                    masked = masked.replace(value, "***");
                }
            }
            return masked;
        }
    }

    private @Nullable String find(SecretReference reference) {
        if (reference.kind().equals("env")) {
            return environment.get(reference.where());
        }
        try {
            return read(Path.of(reference.where()));
        } catch (Unusable _) {
            return null;
        }
    }

    /// The one secret that a file holds; throws [Unusable] when it is not there or not small.
    public static String read(Path file) throws Unusable {
        try {
            if (Files.size(file) <= LARGEST) {
                return Files.readString(file).strip();
            }
        } catch (IOException _) {
            // told below, without what the file holds
        }
        throw new Unusable(Why.REFUSED, "the secret in %s cannot be read".formatted(file));
    }

    private static String place(SecretReference reference) {
        return reference.kind() + ":" + reference.where();
    }
}
