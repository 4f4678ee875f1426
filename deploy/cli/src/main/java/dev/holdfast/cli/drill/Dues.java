package dev.holdfast.cli.drill;

import dev.holdfast.backbone.drill.Rehearsal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a pack's schedule asks for at one moment. Days and hours are UTC.
public final class Dues {
    private Dues() {}

    /// How a drill stands to the day on which it is due.
    public enum State {
        /// Within the schedule's `remind` before that day.
        SOON,
        DUE,
        OVERDUE;

        /// As notices and lists say it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One drill that people are to be reminded of, or that is to begin.
    ///
    /// @param begins whether it may begin by itself now
    public record Due(String drill, LocalDate day, State state, boolean begins) {
        /// The same for every reminder of the same thing, so that a repeat is recognised.
        public String id(String pack) {
            return "drill-%s-%s-%s-%s".formatted(state.word(), pack, drill, day);
        }
    }

    /// @param last when each drill was held last, by its name
    public static List<Due> at(List<Rehearsal> schedule, Map<String, LocalDate> last, Instant now) {
        var time = now.atOffset(ZoneOffset.UTC);
        LocalDate today = time.toLocalDate();
        List<Due> dues = new ArrayList<>();
        for (Rehearsal rehearsal : schedule) {
            boolean open =
                    rehearsal.automatic()
                            && time.getHour() >= rehearsal.open()
                            && time.getHour() < rehearsal.close();
            for (String drill : rehearsal.drills()) {
                LocalDate day = rehearsal.dueAfter(Optional.ofNullable(last.get(drill)));
                state(rehearsal, day, today)
                        .ifPresent(state ->
                                dues.add(new Due(drill, day, state, open && state != State.SOON)));
            }
        }
        return List.copyOf(dues);
    }

    private static Optional<State> state(Rehearsal rehearsal, LocalDate day, LocalDate today) {
        if (day.isBefore(today)) {
            return Optional.of(State.OVERDUE);
        }
        if (day.equals(today)) {
            return Optional.of(State.DUE);
        }
        return day.minusDays(rehearsal.remind().toDays()).isAfter(today)
                ? Optional.empty()
                : Optional.of(State.SOON);
    }
}
