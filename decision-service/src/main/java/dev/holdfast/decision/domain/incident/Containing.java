package dev.holdfast.decision.domain.incident;

import dev.holdfast.decision.domain.incident.Memory.Containment;

import java.util.List;

/// Stops the harm by a runbook that loses nothing, and then has people asked for the rest. The rest is
/// planned afterwards, so that its plan rests on what is so by then.
final class Containing {
    private Containing() {}

    static boolean underWay(Turn turn) {
        return turn.memory.containment() == Containment.UNDER_WAY;
    }

    static void begin(Turn turn, Decision d) {
        if (turn.memory.containment() == Containment.OVER) {
            rest(turn, d);
            return;
        }
        turn.memory = turn.memory.containment(Containment.UNDER_WAY);
        Course.plan(turn, d);
    }

    /// Another decision is in force before anything was ordered.
    static void dropped(Turn turn) {
        if (underWay(turn)) {
            turn.memory = turn.memory.containment(Containment.NONE);
        }
    }

    static void done(Turn turn) {
        if (underWay(turn)) {
            goOn(turn, "The harm is contained");
        } else {
            turn.touch();
        }
    }

    static void failed(Turn turn, String why) {
        goOn(turn, "The harm could not be contained (%s)".formatted(why));
    }

    private static void goOn(Turn turn, String how) {
        turn.memory = turn.memory.containment(Containment.OVER);
        Decision d = turn.decision;
        if (d != null) {
            Course.announce(turn, d, "ask", how + "; people are asked for the rest.", List.of(how));
            rest(turn, d);
        }
    }

    private static void rest(Turn turn, Decision d) {
        Decision rest = d.rest();
        turn.decision = rest;
        Course.plan(turn, rest);
    }
}
