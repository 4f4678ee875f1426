package dev.holdfast.executor.domain.rollback;

/// Keeps what is recorded small: the beginning and the end of a long text say most.
public final class Evidence {
    /// In characters, for the journal.
    public static final int MOST = 16 << 10;

    /// In characters, for events.
    public static final int TOLD = 2 << 10;

    private Evidence() {}

    public static String bounded(String text) {
        return bounded(text, MOST);
    }

    public static String told(String text) {
        return bounded(text, TOLD);
    }

    private static String bounded(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        String note = "\n… %d characters left out …\n".formatted(text.length() - most);
        int head = most * 3 / 4;
        int tail = most - head - note.length();
        return text.substring(0, head) + note + text.substring(text.length() - tail);
    }
}
