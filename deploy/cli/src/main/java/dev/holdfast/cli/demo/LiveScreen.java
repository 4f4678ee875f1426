package dev.holdfast.cli.demo;

import dev.holdfast.cli.output.Moments;
import dev.holdfast.cli.output.Terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The live view in a terminal: the shop as its customers see it, the stages, the decision.
/// Redrawn ten times a second in place.
final class LiveScreen implements Screen {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String BARS = " ▁▂▃▄▅▆▇█";
    private static final long FRAME_MILLIS = 100;
    private static final int HISTORY = 40;
    private static final int FRAMES_PER_BAR = 5;
    private static final double FULL_BAR = 0.25;
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final Board board;
    private final long began = System.nanoTime();
    private final int columns = Terminal.columns();
    private final Deque<Double> errors = new ArrayDeque<>();
    private final Thread painter;
    private int drawnLines;
    private int frame;
    private volatile boolean closed;

    LiveScreen(PrintWriter out, Board board) {
        this.out = out;
        this.board = board;
        out.print("\u001b[?25l");
        this.painter = Thread.ofPlatform().name("painter").daemon().start(this::paint);
    }

    private void paint() {
        while (!closed) {
            draw();
            try {
                Thread.sleep(FRAME_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void draw() {
        frame++;
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(
                "  %sHoldfast%s  a release breaks a system, and is put back  %s%s%s"
                        .formatted(
                                BOLD,
                                PLAIN,
                                DIM,
                                Moments.span(Duration.ofNanos(System.nanoTime() - began)),
                                PLAIN));
        lines.add("");
        shop(lines);
        for (Stage stage : Stage.values()) {
            stage(lines, board.line(stage));
            if (stage == Stage.DECIDE && !board.sentence().isEmpty()) {
                wrapped(lines, board.sentence());
            }
        }
        lines.add("");
        var frameText = new StringBuilder();
        if (drawnLines > 0) {
            frameText.append("\u001b[").append(drawnLines).append('A');
        }
        lines.forEach(line -> frameText.append("\u001b[2K").append(line).append('\n'));
        frameText.append("\u001b[J");
        drawnLines = lines.size();
        out.print(frameText);
        out.flush();
    }

    private void shop(List<String> lines) {
        Board.ShopView shop = board.shop();
        if (shop == null) {
            lines.add(DIM + "  the lab is closed" + PLAIN);
            lines.add("");
            return;
        }
        if (frame % FRAMES_PER_BAR == 0) {
            errors.addLast(shop.errorRatio());
            if (errors.size() > HISTORY) {
                errors.removeFirst();
            }
        }
        String color = shop.errorRatio() >= 0.01 ? RED : GREEN;
        lines.add(
                "  runs %s%s%s%s  %s%5.1f %% errors%s  %3.0f req/s  p95 %4.0f ms"
                        .formatted(
                                BOLD,
                                color,
                                shop.version(),
                                PLAIN,
                                color,
                                shop.errorRatio() * 100,
                                PLAIN,
                                shop.perSecond(),
                                shop.p95Millis()));
        var bars = new StringBuilder("  ");
        for (double ratio : errors) {
            int height = (int) Math.ceil(Math.min(1, ratio / FULL_BAR) * (BARS.length() - 1));
            bars.append(ratio >= 0.01 ? RED : GREEN).append(BARS.charAt(Math.max(1, height)));
        }
        lines.add(bars.append(PLAIN).toString());
    }

    private void stage(List<String> lines, Board.Line line) {
        String sign =
                switch (line.state()) {
                    case WAITING -> DIM + "·";
                    case RUNNING -> YELLOW + SPINNER.charAt(frame % SPINNER.length());
                    case DONE -> GREEN + "✔";
                    case FAILED -> RED + "✘";
                };
        String time =
                switch (line.state()) {
                    case WAITING -> "";
                    case RUNNING ->
                            Moments.span(Duration.ofNanos(System.nanoTime() - line.beganNanos()));
                    case DONE, FAILED ->
                            Moments.span(Objects.requireNonNullElse(line.took(), Duration.ZERO));
                };
        int room = Math.max(20, columns - 26);
        String text = cut(line.text(), room);
        lines.add(
                "  %s%s %-10s%s%s%s %s%s%s"
                        .formatted(
                                sign,
                                line.state() == Board.State.WAITING ? "" : PLAIN,
                                line.stage().title(),
                                line.state() == Board.State.WAITING ? DIM : "",
                                text,
                                PLAIN,
                                DIM,
                                time,
                                PLAIN));
    }

    private void wrapped(List<String> lines, String sentence) {
        var line = new StringBuilder();
        for (String word : sentence.split(" ")) {
            if (line.length() + word.length() + 1 > columns - 18) {
                lines.add("    %s│ %s%s".formatted(YELLOW, PLAIN, line));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add("    %s│ %s%s".formatted(YELLOW, PLAIN, line));
    }

    private static String cut(String text, int room) {
        String oneLine = text.replace('\n', ' ');
        return oneLine.length() <= room
                ? oneLine
                : String.format(Locale.ROOT, "%s…", oneLine.substring(0, room - 1));
    }

    @Override
    public void changed() {
        // The painter looks by itself, ten times a second.
        Thread.onSpinWait();
    }

    @Override
    public void ended(Board.Line line) {
        draw();
    }

    @Override
    public void happened(String clock, String type, String text) {
        // The live view shows stages; `holdfast watch` shows events.
        Thread.onSpinWait();
    }

    @Override
    public void close() {
        closed = true;
        painter.interrupt();
        draw();
        out.print("\u001b[?25h");
        out.flush();
    }
}
