package dev.holdfast.cli.demo;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the demo has to show at a moment. Written by the demo and by the event feed, read by the
/// screen.
final class Board {
    private final Map<Stage, Line> lines = new EnumMap<>(Stage.class);
    private final Map<String, Boolean> marks = new LinkedHashMap<>();
    private @Nullable ShopView shop;
    private String sentence = "";

    enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    /// @param text what is known of it now
    /// @param took how long it took, null while it runs
    record Line(Stage stage, State state, String text, long beganNanos, @Nullable Duration took) {}

    /// How the shop is seen by its customers.
    record ShopView(String version, double errorRatio, double perSecond, double p95Millis) {}

    Board() {
        for (Stage stage : Stage.values()) {
            lines.put(stage, new Line(stage, State.WAITING, stage.question(), 0, null));
        }
    }

    synchronized Line line(Stage stage) {
        Line line = lines.get(stage);
        if (line == null) {
            throw new IllegalStateException("every stage has a line");
        }
        return line;
    }

    synchronized void begin(Stage stage, String text) {
        if (line(stage).state() == State.WAITING) {
            lines.put(stage, new Line(stage, State.RUNNING, text, System.nanoTime(), null));
        }
    }

    synchronized void say(Stage stage, String text) {
        Line line = line(stage);
        if (line.state() == State.RUNNING) {
            lines.put(stage, new Line(stage, State.RUNNING, text, line.beganNanos(), null));
        }
    }

    /// Ends a stage once; true the first time.
    synchronized boolean end(Stage stage, State state, String text) {
        Line line = line(stage);
        if (line.state() == State.DONE || line.state() == State.FAILED) {
            return false;
        }
        long began = line.beganNanos() == 0 ? System.nanoTime() : line.beganNanos();
        lines.put(
                stage,
                new Line(stage, state, text, began, Duration.ofNanos(System.nanoTime() - began)));
        return true;
    }

    synchronized void sentence(String text) {
        sentence = text;
    }

    synchronized String sentence() {
        return sentence;
    }

    /// A step or check by name: done or not yet.
    synchronized String mark(String name, boolean done) {
        marks.put(name, done);
        var text = new StringBuilder();
        marks.forEach((mark, isDone) ->
                text.append(text.isEmpty() ? "" : "  ").append(isDone ? "✔ " : "… ").append(mark));
        return text.toString();
    }

    synchronized void clearMarks() {
        marks.clear();
    }

    synchronized void shop(ShopView view) {
        shop = view;
    }

    synchronized @Nullable ShopView shop() {
        return shop;
    }
}
