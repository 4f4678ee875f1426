package dev.holdfast.decision.domain.story;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One incident that Holdfast only watched: what it would have done and when, beside what happened and
/// when. That is how a team decides to switch it on.
///
/// @param wouldAt when it would have acted, or asked
/// @param would in one sentence, with who would have had to agree
/// @param happened what was deployed, and how it ended, in the order of time
/// @param endedAt null while it is open
public record Observed(
        String incident,
        Instant openedAt,
        Instant wouldAt,
        String would,
        List<Story.Line> happened,
        @Nullable Instant endedAt) {
    public Observed {
        happened = List.copyOf(happened);
    }

    /// Empty for an incident in which nothing was withheld by the mode.
    public static Optional<Observed> of(String incident, Story story) {
        return story.decisions().stream()
                .filter(d -> d.action().equals("withhold"))
                .filter(d -> d.sentence().contains("the mode is observe"))
                .findFirst()
                .map(d -> of(incident, story, d));
    }

    private static Observed of(String incident, Story story, DecisionMade withheld) {
        List<Story.Line> happened = story.timeline().stream().filter(Observed::ofPeople).toList();
        Instant ended =
                story.timeline().stream()
                        .filter(Observed::end)
                        .map(Story.Line::at)
                        .findFirst()
                        .orElse(null);
        return new Observed(
                incident,
                story.timeline().getFirst().at(),
                withheld.at(),
                withheld.sentence(),
                happened,
                ended);
    }

    private static boolean end(Story.Line line) {
        return line.type().equals("incident.resolved") || line.type().equals("incident.closed");
    }

    private static boolean ofPeople(Story.Line line) {
        return end(line)
                || line.type().startsWith("release.")
                || line.type().equals("trigger.cleared")
                || line.type().equals("note.added");
    }
}
