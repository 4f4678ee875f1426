package dev.holdfast.cli.demo;

import dev.holdfast.cli.output.Moments;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;

/// One line for everything that happens: for logs and pipes.
final class PlainScreen implements Screen {
    private final PrintWriter out;

    PlainScreen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void changed() {
        // Only what has ended is worth a line here.
        out.flush();
    }

    @Override
    public synchronized void ended(Board.Line line) {
        out.printf(
                "%s %-9s %s  (%s)%n",
                line.state() == Board.State.DONE ? "ok    " : "FAILED",
                line.stage().title(),
                line.text(),
                Moments.span(Objects.requireNonNullElse(line.took(), Duration.ZERO)));
        out.flush();
    }

    @Override
    public synchronized void happened(String clock, String type, String text) {
        out.printf("       %s  %-22s %s%n", clock, type, text);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
