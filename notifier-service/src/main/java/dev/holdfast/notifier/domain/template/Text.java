package dev.holdfast.notifier.domain.template;

/// A rendered notice: its first line, and all that follows.
///
/// @param remark why these words and not the pack's own; empty where they are the wanted ones
/// @param unfinished that a person must write it before anybody outside may read it
public record Text(String subject, String body, String remark, boolean unfinished) {
    private static final int SUBJECT = 200;

    public Text(String subject, String body) {
        this(subject, body, "", false);
    }

    Text because(String why) {
        return new Text(subject, body, why, unfinished);
    }

    Text toBeWritten() {
        return new Text(subject, body, remark, true);
    }

    static Text of(String rendered) {
        String all = rendered.replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n").strip();
        int end = all.indexOf('\n');
        String first = end < 0 ? all : all.substring(0, end);
        return new Text(first.length() > SUBJECT ? first.substring(0, SUBJECT) + "…" : first, all);
    }
}
