package dev.holdfast.executor.domain.rollback;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Replaces secrets by `***`, also where they stand percent-encoded, quoted in JSON or in Base64.
public record Mask(List<String> forms) {
    public static final Mask NOTHING = new Mask(List.of());

    /// Masks these values; empty ones are passed over.
    public static Mask of(Collection<String> secrets) {
        return new Mask(
                secrets.stream()
                        .filter(s -> !s.isBlank())
                        .flatMap(Mask::forms)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    public String mask(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, "***");
        }
        return masked;
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                secret,
                secret.replace("\\", "\\\\").replace("\"", "\\\""),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "Mask[" + forms.size() + " forms]";
    }
}
