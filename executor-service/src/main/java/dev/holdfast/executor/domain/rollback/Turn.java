package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.RollbackEvent;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One decision about a rollback: all that is to be written in one transaction, and what then.
public record Turn(
        Rollback rollback, List<RollbackEvent> events, List<JournalEntry> entries, Todo todo) {
    public Turn {
        events = List.copyOf(events);
        entries = List.copyOf(entries);
    }

    /// Under which lease and when a line of the journal is written.
    public record Moment(Instant now, long epoch) {}

    static Turn of(Rollback rollback) {
        return new Turn(rollback, List.of(), List.of(), new Todo.GoOn());
    }

    Turn with(Rollback next) {
        return new Turn(next, events, entries, todo);
    }

    Turn moved(RollbackMove move) {
        return with(rollback.moved(move));
    }

    Turn run(int index, StepState next) {
        return with(rollback.run(index, next));
    }

    Turn tells(RollbackEvent event) {
        return new Turn(
                rollback, Stream.concat(events.stream(), Stream.of(event)).toList(), entries, todo);
    }

    Turn writes(
            JournalEntry.Kind kind,
            String step,
            int attempt,
            String key,
            String result,
            String evidence,
            Moment moment) {
        var entry =
                new JournalEntry(
                        rollback.id(),
                        rollback.journal() + 1,
                        kind,
                        step,
                        attempt,
                        key,
                        moment.epoch(),
                        result,
                        Evidence.bounded(evidence),
                        moment.now());
        return new Turn(
                rollback.journal(entry.number()),
                events,
                Stream.concat(entries.stream(), Stream.of(entry)).toList(),
                todo);
    }

    Turn notes(String step, String result, String evidence, Moment moment) {
        return writes(JournalEntry.Kind.NOTE, step, 0, "", result, evidence, moment);
    }

    Turn then(Todo next) {
        return new Turn(rollback, events, entries, next);
    }
}
