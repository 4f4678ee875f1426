package dev.holdfast.cli.output;

import dev.holdfast.local.HouseStatus;
import dev.holdfast.local.HouseStatus.Part;
import dev.holdfast.local.HouseStatus.State;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Shows how a house comes up or goes down: one line that changes in a terminal, a line a change
/// elsewhere.
public final class Progress implements AutoCloseable {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private final PrintWriter out;
    private final boolean terminal = Terminal.is();
    private final Map<String, State> seen = new HashMap<>();
    private int turn;
    private boolean drawn;

    public Progress(PrintWriter out) {
        this.out = out;
    }

    public void house(HouseStatus status) {
        if (terminal) {
            draw(status.parts());
        } else {
            status.parts().forEach(this::tell);
        }
        out.flush();
    }

    private void draw(List<Part> parts) {
        var line = new StringBuilder("\r\u001b[2K  ");
        line.append(SPINNER.charAt(turn++ % SPINNER.length())).append(' ');
        for (Part part : parts) {
            line.append(
                    switch (part.state()) {
                        case READY -> "\u001b[32m" + part.name() + "\u001b[0m ";
                        case STARTING, STOPPING -> "\u001b[33m" + part.name() + "\u001b[0m ";
                        case FAILED -> "\u001b[31m" + part.name() + "\u001b[0m ";
                        case STOPPED -> "\u001b[2m" + part.name() + "\u001b[0m ";
                    });
        }
        out.print(line);
        drawn = true;
    }

    private void tell(Part part) {
        if (seen.put(part.name(), part.state()) != part.state()
                && (part.state() == State.READY || part.state() == State.FAILED)) {
            out.printf(
                    "  %-9s %s%s%n",
                    part.name(),
                    part.state().name().toLowerCase(Locale.ROOT),
                    part.state() == State.READY
                            ? " after %d ms".formatted(part.readyMillis())
                            : "");
        }
    }

    @Override
    public void close() {
        if (drawn) {
            out.print("\r\u001b[2K");
            out.flush();
        }
    }
}
