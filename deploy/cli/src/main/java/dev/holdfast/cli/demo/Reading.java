package dev.holdfast.cli.demo;

import dev.holdfast.cli.demo.Board.State;
import dev.holdfast.cli.http.EventFeed.Event;
import dev.holdfast.cli.output.Column;
import dev.holdfast.cli.output.Moments;
import dev.holdfast.cli.output.Story;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Reads the stream of events of the shop and moves the board along.
final class Reading {
    private final String scope;
    private final Board board;
    private final Screen screen;
    private final Chronicle chronicle;
    private final String wanted;
    private final Consumer<Event> asked;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String incident = "";
    private volatile @Nullable String trouble;
    private volatile String end = "";
    private volatile boolean listening;

    /// @param wanted how it must end: resolved, escalated, withheld, closed or waiting
    /// @param asked told when people are asked
    Reading(
            String scope,
            Demo.Show show,
            Chronicle chronicle,
            String wanted,
            Consumer<Event> asked) {
        this.scope = scope;
        this.board = show.board();
        this.screen = show.screen();
        this.chronicle = chronicle;
        this.wanted = wanted;
        this.asked = asked;
    }

    /// From now on events count; those before are of an earlier demo.
    void listen() {
        listening = true;
    }

    String incident() {
        return incident;
    }

    /// Waits for the end of the incident; null when it ended as it must, else why not.
    @Nullable String await(long seconds) throws InterruptedException {
        boolean ended = over.await(seconds, TimeUnit.SECONDS);
        if (end.equals(wanted)) {
            return null;
        }
        String last = trouble == null ? "" : "; last trouble: " + trouble;
        return ended
                ? "it is %s, not %s%s".formatted(end, wanted, last)
                : "it was not %s within %d s%s".formatted(wanted, seconds, last);
    }

    /// Takes one event; false when it has seen enough.
    boolean read(Event event) {
        if (!listening || !event.scope().equals(scope)) {
            return true;
        }
        chronicle.add(event);
        boolean news =
                switch (event.type()) {
                    case "trigger.updated",
                            "standing.check.finished",
                            "step.started",
                            "snapshot.taken",
                            "incident.updated" ->
                            false;
                    case "notice.sent" -> event.text("channel").equals("terminal");
                    default -> true;
                };
        if (news) {
            screen.happened(Moments.clock(event.time()), event.type(), Story.of(event));
        }
        move(event);
        screen.changed();
        return over.getCount() > 0;
    }

    private void move(Event event) {
        String text = Story.of(event);
        switch (event.type()) {
            case "trigger.raised" -> {
                end(Stage.DETECT, text);
                board.begin(Stage.DECIDE, Stage.DECIDE.question());
            }
            case "incident.opened" -> incident = event.text("incident");
            case "decision.made" -> {
                if (board.sentence().isEmpty()) {
                    board.sentence(event.text("sentence"));
                }
                board.say(
                        Stage.DECIDE,
                        "%s, severity %s".formatted(event.text("action"), event.text("severity")));
            }
            case "plan.ready" -> board.say(Stage.DECIDE, "plan: " + text);
            case "rollback.ordered" -> {
                end(Stage.DECIDE, allowed(event));
                board.begin(Stage.ROLL_BACK, Stage.ROLL_BACK.question());
            }
            case "step.started" ->
                    board.say(Stage.ROLL_BACK, board.mark(event.text("step"), false));
            case "step.finished" ->
                    board.say(Stage.ROLL_BACK, board.mark(event.text("step"), true));
            case "rollback.completed" -> {
                end(Stage.ROLL_BACK, text);
                board.clearMarks();
                board.begin(Stage.VERIFY, Stage.VERIFY.question());
            }
            case "check.finished" ->
                    board.say(
                            Stage.VERIFY,
                            board.mark(
                                    event.text("check"),
                                    event.text("verdict").equalsIgnoreCase("passed")));
            case "verification.passed" -> {
                end(Stage.VERIFY, text);
                board.begin(Stage.RESOLVE, Stage.RESOLVE.question());
            }
            case "incident.resolved" -> {
                end(Stage.RESOLVE, event.text("resolution"));
                over("resolved");
            }
            default -> bad(event, text);
        }
    }

    private static String allowed(Event order) {
        String rule = order.data().path("authority").path("rule").asText("");
        return "back to %s, allowed by %s"
                .formatted(
                        order.data().path("to").path("version").asText(),
                        rule.isEmpty() || rule.equals("null")
                                ? Column.at(order.data(), "authority.people")
                                : "rule '%s'".formatted(rule));
    }

    private void bad(Event event, String text) {
        switch (event.type()) {
            case "approval.requested" -> {
                board.say(Stage.DECIDE, "people are asked: " + text);
                if (wanted.equals("waiting")) {
                    over("waiting");
                } else {
                    asked.accept(event);
                }
            }
            case "incident.withheld", "incident.escalated", "incident.closed" -> {
                trouble = event.type() + ": " + text;
                over(event.type().substring("incident.".length()));
            }
            case "rollback.aborted",
                    "plan.refused",
                    "order.refused",
                    "rollback.failed",
                    "verification.failed",
                    "verification.inconclusive" ->
                    trouble = event.type() + ": " + text;
            default -> screen.changed();
        }
    }

    private void over(String how) {
        end = how;
        over.countDown();
    }

    private void end(Stage stage, String text) {
        if (board.end(stage, State.DONE, text)) {
            screen.ended(board.line(stage));
        }
    }
}
