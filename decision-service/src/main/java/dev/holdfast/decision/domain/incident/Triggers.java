package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.decision.domain.incident.Standing.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The triggers of one incident, or those that wait to belong to one. What comes late or twice
/// changes nothing.
public record Triggers(List<Standing> all) {
    public static final Triggers NONE = new Triggers(List.of());

    /// More than this many at once tell nothing new.
    private static final int MOST = 500;

    private static final Duration FORGET = Duration.ofMinutes(10);
    private static final Duration FORGET_DISMISSED = Duration.ofDays(1);

    public Triggers {
        all = List.copyOf(all);
    }

    public Optional<Standing> find(String id) {
        return all.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /// @param at when it was said, not when we read it: what is older than what we know is dropped
    Triggers stated(Trigger trigger, Kind kind, Instant at) {
        Optional<Standing> known = find(trigger.id());
        if (known.isEmpty()) {
            return all.size() >= MOST
                    ? this
                    : plus(new Standing(trigger, kind, at, at, null, false, false));
        }
        Standing before = known.get();
        Instant last = before.clearedAt() == null ? before.statedAt() : before.clearedAt();
        if (at.isBefore(last) || (before.cleared() && at.equals(last))) {
            return this;
        }
        return before.cleared()
                ? replace(new Standing(trigger, kind, at, at, null, false, before.dismissed()))
                : replace(before.restated(trigger, at));
    }

    Triggers cleared(String id, Instant at) {
        return find(id).filter(s -> !s.cleared() && !at.isBefore(s.statedAt()))
                .map(s -> replace(s.cleared(at)))
                .orElse(this);
    }

    /// It is no longer measured at all.
    Triggers lost(String id, Instant at) {
        return find(id).filter(s -> !s.cleared() && !at.isBefore(s.statedAt()))
                .map(s -> replace(s.lost(at)))
                .orElse(this);
    }

    Triggers without(String id) {
        return new Triggers(all.stream().filter(s -> !s.id().equals(id)).toList());
    }

    Triggers plus(Standing standing) {
        return new Triggers(Stream.concat(all.stream(), Stream.of(standing)).toList());
    }

    /// Both, this one's entries winning.
    Triggers join(List<Standing> others) {
        List<Standing> joined = new ArrayList<>(all);
        others.stream().filter(o -> find(o.id()).isEmpty()).forEach(joined::add);
        return new Triggers(joined);
    }

    Triggers map(UnaryOperator<Standing> change) {
        return new Triggers(all.stream().map(change).toList());
    }

    /// Forgets what nobody has said for so long that it will be news if it is said again.
    Triggers pruned(Instant now) {
        Instant silent = now.minus(FORGET);
        Instant dismissed = now.minus(FORGET_DISMISSED);
        return new Triggers(
                all.stream()
                        .filter(s -> s.statedAt().isAfter(s.dismissed() ? dismissed : silent))
                        .toList());
    }

    /// What is true now, oldest first.
    public List<Standing> fresh(Instant now, Duration signalsStand) {
        return all.stream()
                .filter(s -> s.fresh(now, signalsStand))
                .sorted(Comparator.comparing(Standing::raisedAt).thenComparing(Standing::id))
                .toList();
    }

    /// What is neither known to be true nor measured to be clear.
    public List<Standing> unknown(Instant now, Duration signalsStand) {
        return all.stream()
                .filter(s -> s.kind() == Kind.MEASURED && !s.cleared())
                .filter(s -> !s.fresh(now, signalsStand))
                .toList();
    }

    /// Every measured trigger is measured to be clear.
    public boolean measuredClear() {
        return all.stream().allMatch(s -> s.kind() != Kind.MEASURED || s.cleared());
    }

    /// Nothing is left that could be a reason to act: all is measured clear, and it was measured.
    public boolean calm(Instant now, Duration signalsStand) {
        boolean measured = all.stream().anyMatch(s -> s.kind() == Kind.MEASURED);
        return measured && measuredClear() && fresh(now, signalsStand).isEmpty();
    }

    /// When the next trigger that is known now becomes unknown.
    public Optional<Instant> nextUnknown(Instant now) {
        return all.stream()
                .filter(s -> s.kind() == Kind.MEASURED && !s.cleared())
                .map(s -> s.unknownAt(Duration.ZERO))
                .filter(t -> t.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    /// Names of the rules whose triggers stand, each once.
    public List<String> rules() {
        return all.stream()
                .filter(s -> !s.cleared())
                .map(s -> s.trigger().rule())
                .distinct()
                .sorted()
                .toList();
    }

    private Triggers replace(Standing standing) {
        return map(s -> s.id().equals(standing.id()) ? standing : s);
    }
}
