package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackResumed;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.Cards;
import dev.holdfast.notifier.domain.news.Sighting;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All that the console knows of one incident. Bounded; one thread writes it.
final class IncidentFile {
    private static final int NODES = 2_000;
    private static final int TOLD = 500;
    private static final int LOG = 1_000;

    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /// Who was told stands apart: there is a notice or more for each step, and no number of them must
    /// push out what happened.
    private final Map<String, Node> told = new LinkedHashMap<>();

    private final Deque<Entry> log = new ArrayDeque<>();
    private final Set<String> rules;
    private @Nullable ApprovalRequested asked;
    private Views.@Nullable Paused paused;
    private @Nullable TriggerWindow window;
    private Card card;

    IncidentFile(Envelope<Event> envelope, IncidentOpened opened) {
        this.rules = new LinkedHashSet<>(opened.triggers());
        this.card = Cards.open(envelope, opened, null);
        mark(envelope, opened.at());
    }

    Card card() {
        return card;
    }

    /// True when what a trigger of this rule did then belongs to it.
    boolean joins(String rule, Instant at) {
        Instant over = card.course().overAt();
        return rules.contains(rule) && (over == null || !at.isAfter(over));
    }

    void joined(List<String> triggers) {
        rules.addAll(triggers);
    }

    void take(Envelope<Event> envelope) {
        card = Cards.after(card, envelope.data());
        asked(envelope.data());
        paused(envelope.data());
        mark(envelope, envelope.time());
    }

    /// A trigger that belongs to it; the first one is the one that is drawn.
    void seen(Envelope<Event> envelope, TriggerWindow trigger) {
        if (window == null) {
            window = trigger;
            card = Cards.seen(card, Sighting.of(trigger.trigger(), trigger.raisedAt()));
        } else if (window.trigger().id().equals(trigger.trigger().id())) {
            window = window.grown(trigger);
        }
        mark(envelope, envelope.time());
    }

    @Nullable TriggerWindow window() {
        return window;
    }

    @Nullable ApprovalRequested asked() {
        return asked;
    }

    Views.@Nullable Paused paused() {
        return paused;
    }

    List<Node> nodes() {
        return Stream.concat(nodes.values().stream(), told.values().stream()).toList();
    }

    List<Entry> log() {
        return List.copyOf(log);
    }

    private void asked(Event event) {
        switch (event) {
            case ApprovalRequested e -> asked = e;
            case ApprovalGranted _, ApprovalDenied _, ApprovalExpired _, RollbackOrdered _ ->
                    asked = stillAsked(event);
            case Event _ -> {}
        }
        if (card.over()) {
            asked = null;
        }
    }

    /// Until it goes on or has ended.
    private void paused(Event event) {
        switch (event) {
            case RollbackPaused e ->
                    paused =
                            new Views.Paused(e.rollback(), e.step(), e.by(), e.reason(), e.until());
            case RollbackResumed _,
                    RollbackCompleted _,
                    RollbackFailed _,
                    RollbackAborted _,
                    StepStarted _ ->
                    paused = null;
            case Event _ -> {}
        }
        if (card.over()) {
            paused = null;
        }
    }

    /// One of several needed approvals leaves the question open; the order closes it.
    private @Nullable ApprovalRequested stillAsked(Event event) {
        return event instanceof ApprovalGranted && asked != null && asked.needed() > 1
                ? asked
                : null;
    }

    /// What is new counts for more than the oldest of what is done below something else, and a new notice
    /// for more than the oldest.
    private static boolean roomMade(Map<String, Node> among) {
        Optional<String> oldest =
                among.entrySet().stream()
                        .filter(n -> n.getValue().done())
                        .filter(n -> telling(n.getValue().stage()) || n.getValue().under() != null)
                        .map(Map.Entry::getKey)
                        .findFirst();
        oldest.ifPresent(among::remove);
        return oldest.isPresent();
    }

    private static boolean telling(Stage stage) {
        return stage == Stage.TELL;
    }

    private void mark(Envelope<Event> envelope, Instant at) {
        Mark mark = Markings.of(envelope.data()).orElse(null);
        if (mark == null) {
            return;
        }
        boolean telling = telling(mark.stage());
        Map<String, Node> among = telling ? told : nodes;
        Node before = among.get(mark.key());
        boolean full = among.size() >= (telling ? TOLD : NODES);
        if (before == null && full && !roomMade(among)) {
            return;
        }
        String type = EventTypes.brief(envelope.data());
        boolean restated =
                before != null && before.title().equals(mark.title()) && before.type().equals(type);
        among.put(mark.key(), Node.after(before, mark, envelope.id(), type, at));
        if (!restated) {
            log.addLast(
                    new Entry(
                            at,
                            envelope.id(),
                            type,
                            mark.stage(),
                            mark.tone(),
                            mark.title(),
                            mark.text()));
            if (log.size() > LOG) {
                log.removeFirst();
            }
        }
    }
}
