package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentClosed;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.domain.policy.Action;
import dev.holdfast.decision.domain.policy.Schedule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The ways that an incident can go, each as one step.
final class Course {
    /// Added to the executor's budget before a plan counts as not coming.
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// Plans that one incident may ask for, whatever happens to them.
    private static final int MOST_ATTEMPTS = 20;

    private Course() {}

    /// Decides on what stands now, tells it, and goes that way.
    static void decide(Turn turn) {
        follow(turn, judged(turn));
    }

    static Decision judged(Turn turn) {
        return Matrix.decide(turn.policy(), turn.incident(), turn.site.ledger(), turn.now());
    }

    /// Decides anew only if the answer is another one.
    static void decideIfOther(Turn turn) {
        Decision before = turn.decision;
        if (turn.fresh().isEmpty() || before == null || grouped(turn)) {
            return;
        }
        Decision decided = judged(turn);
        Decision d = forPeople(turn).map(decided::forPeople).orElse(decided);
        boolean contained = turn.memory.containment() == Memory.Containment.OVER;
        boolean same =
                (contained || d.askPeople() == before.askPeople())
                        && d.severity() == turn.severity
                        && Objects.equals(d.row(), before.row())
                        && Objects.equals(d.runbook(), before.runbook())
                        && Objects.equals(d.to(), before.to());
        if (!same && !decided.waits()) {
            follow(turn, decided);
        }
    }

    /// Decides anew only if things have become worse; answers whether they have. A member of a group
    /// that was not told to go yet plans anew for the group, or leaves it.
    static boolean decideIfWorse(Turn turn) {
        boolean promised = Grouped.committed(turn) || Following.going(turn);
        if (turn.fresh().isEmpty() || promised) {
            return false;
        }
        Decision d = judged(turn);
        boolean worse = d.severity().worseThan(turn.severity) && !d.waits();
        if (worse) {
            follow(turn, d);
        }
        return worse;
    }

    /// What a group was allowed is not decided anew in its midst.
    private static boolean grouped(Turn turn) {
        return turn.bond != null || Grouped.committed(turn);
    }

    /// Goes the way of a decision. What was rolled back once or stopped by a person is with people
    /// from then on; only the next tries of `on-failure` go on without them. A row that says ignore
    /// changes nothing about an incident that is open.
    static void follow(Turn turn, Decision decided) {
        if (decided.action() == Action.IGNORE) {
            return;
        }
        Decision d = forPeople(turn).map(decided::forPeople).orElse(decided);
        turn.decision = d;
        turn.severity = d.severity();
        turn.plan = null;
        turn.memory = turn.memory.denial(null);
        if (d.action() != Action.CONTAIN) {
            Containing.dropped(turn);
        }
        announce(turn, d, d.action().word(), d.sentence(), d.reasons());
        switch (d.action()) {
            case IGNORE -> throw new IllegalStateException("%s is followed".formatted(d));
            case FIX_FORWARD -> escalate(turn, "fix forward: " + d.impact(), false, List.of());
            case WATCH -> watch(turn, d.watch());
            case SCHEDULE -> schedule(turn, d.schedule());
            case CONTAIN -> Containing.begin(turn, d);
            case ROLLBACK, ASK -> plan(turn, d);
        }
    }

    /// The time to wait is over and it is still true: a row that waits acts now as its rollback.
    ///
    /// @param why one sentence, with a blank after it
    static void goOn(Turn turn, String why) {
        Decision d = judged(turn);
        boolean waited =
                switch (d.action()) {
                    case WATCH, SCHEDULE -> true;
                    case FIX_FORWARD -> d.runbook() != null;
                    case ROLLBACK, CONTAIN, ASK, IGNORE -> false;
                };
        if (!waited || forPeople(turn).isPresent()) {
            follow(turn, d);
            return;
        }
        Decision now = d.now(why);
        turn.decision = now;
        turn.severity = now.severity();
        announce(turn, now, "rollback", now.sentence(), now.reasons());
        plan(turn, now);
    }

    /// Why no rule may allow the next rollback without people, if that is so.
    private static Optional<String> forPeople(Turn turn) {
        if (turn.stoppedBy != null) {
            return Optional.of(
                    "%s stopped it before, so people must agree.".formatted(turn.stoppedBy));
        }
        return turn.ordered > 0
                ? Optional.of("It came back after a rollback was ordered, so people must agree.")
                : Optional.empty();
    }

    /// A next try goes on without people, unless one of them has stopped it.
    static Decision unlessStopped(Turn turn, Decision d) {
        return turn.stoppedBy == null || d.askPeople()
                ? d
                : forPeople(turn).map(d::forPeople).orElse(d);
    }

    /// A person has stopped it: it is theirs.
    static void stopped(Turn turn, Person by, String reason) {
        turn.stoppedBy = by.name();
        escalate(
                turn,
                "%s stopped it: %s".formatted(by.name(), reason),
                turn.ordered > 0,
                List.of());
    }

    static void announce(
            Turn turn, Decision d, String action, String sentence, List<String> reasons) {
        turn.decisions++;
        turn.tell(
                new DecisionMade(
                        turn.id(),
                        turn.decisions,
                        action,
                        d.severity(),
                        d.row(),
                        d.runbook(),
                        d.from(),
                        d.to(),
                        sentence,
                        reasons,
                        Map.copyOf(d.values()),
                        turn.now()));
    }

    static void watch(Turn turn, Duration time) {
        Instant until = turn.now().plus(time);
        turn.enter(new State.Watching(turn.now(), until, false, until));
    }

    private static void schedule(Turn turn, @Nullable Schedule schedule) {
        if (schedule == null) {
            throw new IllegalStateException("A row says schedule, but not when");
        }
        Instant at = schedule.next(turn.now());
        turn.enter(new State.Scheduled(schedule.words(), schedule.nextDeployment(), at, false, at));
    }

    /// Asks the executor for a plan, if there is something to plan.
    static void plan(Turn turn, Decision d) {
        Release to = d.to();
        String runbook = Containing.underWay(turn) ? d.contain() : d.runbook();
        if (to == null || runbook == null || d.obstacle() != null) {
            escalate(turn, String.valueOf(d.obstacle()), false, List.of());
            return;
        }
        if (turn.attempts >= MOST_ATTEMPTS) {
            escalate(turn, "%d plans were made already".formatted(turn.attempts), false, List.of());
            return;
        }
        turn.attempts++;
        turn.plan = null;
        Instant planBy = turn.now().plus(turn.policy().planning(d.severity()));
        turn.tell(
                new RollbackProposed(
                        turn.id(),
                        turn.rollback(),
                        runbook,
                        d.severity(),
                        d.from(),
                        to,
                        planBy,
                        turn.now()));
        turn.enter(new State.Planning(turn.rollback(), runbook, planBy, 0, planBy.plus(GRACE)));
        Leading.begin(turn, d);
    }

    /// Brings it to people; without roles to those of the pack's escalation. What may be half done is
    /// theirs to look at, whatever the triggers say.
    static void escalate(Turn turn, String reason, boolean needsPerson, List<String> roles) {
        escalate(turn, 1, reason, needsPerson, roles);
    }

    static void escalate(
            Turn turn, int level, String reason, boolean needsPerson, List<String> roles) {
        List<String> whom = roles.isEmpty() ? turn.policy().escalation().level(level) : roles;
        turn.tell(new IncidentEscalated(turn.id(), turn.severity, level, whom, reason, turn.now()));
        Instant remind = turn.now().plus(turn.policy().escalation().remind());
        boolean theirs = needsPerson || turn.halfDone();
        turn.enter(new State.Escalated(level, whom, reason, theirs, remind));
    }

    static void resolve(Turn turn, String how) {
        if (Grouped.committed(turn) && Leading.stays(turn)) {
            return;
        }
        turn.enter(new State.Resolved(turn.now(), how));
        turn.tell(new IncidentResolved(turn.id(), how, turn.openedAt(), turn.now()));
        end(turn);
    }

    static void close(Turn turn, String why) {
        turn.enter(new State.Closed(turn.now(), why));
        turn.tell(new IncidentClosed(turn.id(), why, turn.now()));
        end(turn);
    }

    /// What still stands stays known, but opens nothing before it has cleared once.
    private static void end(Turn turn) {
        List<Standing> left =
                turn.triggers.all().stream()
                        .filter(s -> s.kind() == Standing.Kind.MEASURED && !s.cleared())
                        .map(Standing::dismissedNow)
                        .toList();
        turn.site =
                turn.site.open(null).quietSince(turn.now()).waiting(turn.site.waiting().join(left));
    }
}
