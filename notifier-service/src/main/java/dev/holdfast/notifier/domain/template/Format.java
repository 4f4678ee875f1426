package dev.holdfast.notifier.domain.template;

/// How a channel shows text, which says what must be escaped in values from outside.
///
/// Every value becomes one line without control characters, invisible characters and characters that
/// turn the direction of writing, whatever the format: nobody can forge a line of ours.
public enum Format {
    TEXT {
        @Override
        String markup(String line) {
            return line;
        }
    },
    /// Slack's mrkdwn: only these three can begin a mention or a link.
    SLACK {
        @Override
        String markup(String line) {
            return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    },
    MARKDOWN {
        @Override
        String markup(String line) {
            StringBuilder b = new StringBuilder(line.length() + 16);
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                switch (c) {
                    case '<' -> b.append("&lt;");
                    case '>' -> b.append("&gt;");
                    case '&' -> b.append("&amp;");
                    case '\\', '`', '*', '_', '[', ']', '#', '|', '~', '!' ->
                            b.append('\\').append(c);
                    default -> b.append(c);
                }
            }
            return b.toString();
        }
    };

    /// Longer values are cut: a message is no log.
    static final int LONGEST = 2_000;

    /// The value as it may stand in a text of this format.
    public final String escape(String value) {
        return markup(oneLine(value));
    }

    abstract String markup(String line);

    private static String oneLine(String value) {
        StringBuilder b = new StringBuilder();
        value.codePoints().limit(LONGEST).forEach(c -> append(b, c));
        if (value.codePointCount(0, value.length()) > LONGEST) {
            b.append('…');
        }
        return b.toString().strip();
    }

    private static void append(StringBuilder b, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
                if (!b.isEmpty() && b.charAt(b.length() - 1) != ' ') {
                    b.append(' ');
                }
            }
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> {}
            default -> b.appendCodePoint(c);
        }
    }
}
