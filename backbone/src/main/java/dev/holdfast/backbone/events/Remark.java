package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// What people said or owe, and how an incident keeps its times: it belongs into the story of an
/// incident and asks no service to act. Each says itself in one sentence.
public sealed interface Remark extends IncidentEvent {
    /// Null for what is about no incident.
    @Nullable String incident();

    /// For people, with who and why.
    String sentence();

    Instant at();

    /// A person answered a question of decisions.yml that nothing can measure.
    ///
    /// @param value as text: `yes`, `no`, a number or a word
    record FactStated(
            String incident, String fact, String value, String by, String reason, Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "%s says %s = %s: %s".formatted(by, fact, value, reason);
        }
    }

    /// People repair it: the rollback waits until their estimate has passed.
    ///
    /// @param extension 0 for the first estimate
    record FixDeclared(
            String incident, String by, Instant until, int extension, String reason, Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "%s repairs it until %s%s: %s"
                    .formatted(
                            by,
                            until,
                            extension == 0
                                    ? ""
                                    : ", extended for the %d. time".formatted(extension),
                            reason);
        }
    }

    /// @param before `observe`, `propose` or `automatic`
    record ModeChanged(
            @Nullable String incident,
            String before,
            String mode,
            String by,
            String reason,
            Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "%s set the mode from %s to %s: %s".formatted(by, before, mode, reason);
        }
    }

    record NoteAdded(String incident, String by, String text, Instant at) implements Remark {
        @Override
        public String sentence() {
            return by + ": " + text;
        }
    }

    /// Something people must do or answer.
    ///
    /// @param phase `before`, `during`, `after` or `follow-up`
    /// @param owner the role that owes it
    /// @param blocking the incident does not go on without an answer
    record TaskOpened(
            String incident,
            String task,
            String phase,
            String title,
            String owner,
            boolean blocking,
            Instant due,
            Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "%s owes by %s: %s".formatted(owner, due, title);
        }
    }

    /// @param answer `done` or `failed`
    record TaskAnswered(
            String incident,
            String task,
            String title,
            String answer,
            String by,
            String note,
            Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "%s says %s about '%s': %s".formatted(by, answer, title, note);
        }
    }

    record TaskOverdue(
            String incident, String task, String title, String owner, Instant due, Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "'%s' was due at %s and is owed by %s".formatted(title, due, owner);
        }
    }

    /// A time of the procedure was not kept.
    ///
    /// @param target such as `trigger.raised to rollback.completed`
    record TargetMissed(String incident, String target, Duration within, Instant at)
            implements Remark {
        @Override
        public String sentence() {
            return "%s was to take at most %s and took longer".formatted(target, within);
        }
    }
}
