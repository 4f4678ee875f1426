package dev.holdfast.notifier.domain.template;

/// A rendered notice: its first line, and all that follows.
public record Text(String subject, String body) {
    private static final int SUBJECT = 200;

    static Text of(String rendered) {
        String all = rendered.replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n").strip();
        int end = all.indexOf('\n');
        String first = end < 0 ? all : all.substring(0, end);
        return new Text(first.length() > SUBJECT ? first.substring(0, SUBJECT) + "…" : first, all);
    }
}
