package dev.holdfast.notifier.io.channel;

/// Cuts texts to what a channel takes.
public final class Brief {
    private Brief() {}

    /// At most `most` characters, no surrogate pair cut in two.
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
