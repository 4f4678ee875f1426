package dev.holdfast.cli.output;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What the person's terminal can do.
public final class Terminal {
    private static final int NARROW = 80;

    private Terminal() {}

    /// Whether output goes to a terminal that understands ANSI sequences.
    @SuppressWarnings("SystemConsoleNull") // null again with -Djdk.console=java.base
    public static boolean is() {
        Console console = System.console();
        return console != null
                && console.isTerminal()
                && !"dumb".equals(System.getenv("TERM"))
                && System.getenv("NO_COLOR") == null;
    }

    /// Columns of the terminal, 80 where it does not tell.
    public static int columns() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String[] size =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                            .strip()
                            .split(" ");
            return size.length == 2 ? Math.max(NARROW / 2, Integer.parseInt(size[1])) : NARROW;
        } catch (IOException | NumberFormatException e) {
            return NARROW;
        }
    }
}
