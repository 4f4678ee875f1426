package dev.holdfast.cli.drill;

import dev.holdfast.backbone.drill.Drill;
import dev.holdfast.backbone.drill.Expectation;
import dev.holdfast.backbone.drill.Phase;
import dev.holdfast.cli.drill.Witness.Account;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How what came of a drill compares with what must come of it: one line for each expectation, each
/// target, and the kill switch.
///
/// @param points the share of lines that are right, 0 to 100
public record Score(List<Line> lines, int points) {
    /// In these phases mostly rules and people wait, so a lab's pace shortens them; in the others
    /// programs work, and they run no faster in a lab.
    private static final Set<Phase> PACED = Set.of(Phase.DETECT, Phase.APPROVE);

    /// Below this a paced target would measure the machine, not the chain.
    private static final Duration LEAST = Duration.ofSeconds(20);

    private static final String NONE = "none";

    /// @param expected and `got` as texts that can be laid side by side
    public record Line(String what, String expected, String got, boolean right) {
        @Override
        public String toString() {
            return right
                    ? "ok      %-18s %s".formatted(what, got)
                    : "WRONG   %-18s expected %s, got %s".formatted(what, expected, got);
        }
    }

    public Score {
        lines = List.copyOf(lines);
    }

    public boolean passed() {
        return lines.stream().allMatch(Line::right);
    }

    /// @param pace of the lab, 1 outside of one
    /// @param killSwitch how long the kill switch took to be on; null when it did not work
    public static Score of(Drill drill, Account account, int pace, @Nullable Duration killSwitch) {
        List<Line> lines = new ArrayList<>();
        Expectation e = drill.expect();
        if (!e.triggers().isEmpty()) {
            lines.add(
                    new Line(
                            "trigger",
                            String.join(", ", e.triggers()),
                            shown(account.triggers()),
                            met(e.triggers(), account.triggers())));
        }
        same(lines, "severity", e.severity(), account.severity());
        same(lines, "decision", e.decision(), account.decision());
        list(lines, "runbook", e.runbooks(), account.runbooks());
        list(lines, "authority", e.authority(), account.authority());
        same(lines, "verdict", e.verdict(), account.verdict());
        same(lines, "ends", e.ends(), account.end());
        if (!e.notices().isEmpty()) {
            lines.add(
                    new Line(
                            "notices",
                            String.join(", ", e.notices()),
                            shown(account.notices()),
                            account.notices().containsAll(e.notices())));
        }
        for (Phase phase : Phase.values()) {
            target(lines, drill, account, pace, phase);
        }
        lines.add(
                new Line(
                        "kill switch",
                        "on within 1 s",
                        killSwitch == null
                                ? "not on"
                                : "on after %d ms".formatted(killSwitch.toMillis()),
                        killSwitch != null && killSwitch.compareTo(Duration.ofSeconds(1)) <= 0));
        long right = lines.stream().filter(Line::right).count();
        return new Score(lines, (int) (100 * right / lines.size()));
    }

    private static void target(
            List<Line> lines, Drill drill, Account account, int pace, Phase phase) {
        Duration target = drill.targets().get(phase);
        Duration took = account.took().get(phase);
        if (target == null || (took == null && phase == Phase.APPROVE)) {
            return;
        }
        Duration most = PACED.contains(phase) ? paced(target, pace) : target;
        lines.add(
                new Line(
                        phase.title(),
                        Times.bothWays(target, most),
                        took == null ? "it did not come to that" : Times.show(took),
                        took != null && took.compareTo(most) <= 0));
    }

    private static Duration paced(Duration target, int pace) {
        Duration paced = target.dividedBy(pace);
        Duration least = target.compareTo(LEAST) < 0 ? target : LEAST;
        return paced.compareTo(least) < 0 ? least : paced;
    }

    private static void same(List<Line> lines, String what, @Nullable String expected, String got) {
        if (expected != null) {
            String shown = got.isEmpty() ? NONE : got;
            lines.add(new Line(what, expected, shown, expected.equals(shown)));
        }
    }

    private static void list(
            List<Line> lines, String what, List<String> expected, List<String> got) {
        if (!expected.isEmpty()) {
            lines.add(
                    new Line(
                            what,
                            String.join(", ", expected),
                            shown(got),
                            String.join(", ", expected).equals(shown(got))));
        }
    }

    /// More may be raised than is expected, but not where none is.
    private static boolean met(List<String> expected, List<String> got) {
        return expected.equals(List.of(NONE)) ? got.isEmpty() : got.containsAll(expected);
    }

    private static String shown(List<String> all) {
        return all.isEmpty() ? NONE : String.join(", ", all);
    }
}
