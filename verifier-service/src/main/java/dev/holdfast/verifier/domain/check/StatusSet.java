package dev.holdfast.verifier.domain.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// HTTP status codes that are taken for good: single ones and whole classes such as `2xx`.
public record StatusSet(List<String> written) {
    public StatusSet {
        written = List.copyOf(written);
    }

    /// Empty when one of them is no status.
    public static Optional<StatusSet> of(List<String> texts) {
        boolean fine =
                !texts.isEmpty() && texts.stream().allMatch(t -> t.matches("[1-5](\\d\\d|xx)"));
        return fine ? Optional.of(new StatusSet(texts)) : Optional.empty();
    }

    public boolean has(int status) {
        String code = Integer.toString(status);
        return written.stream()
                .anyMatch(
                        w -> w.equals(code) || (w.endsWith("xx") && code.charAt(0) == w.charAt(0)));
    }

    @Override
    public String toString() {
        return written.stream().collect(Collectors.joining(" or "));
    }
}
