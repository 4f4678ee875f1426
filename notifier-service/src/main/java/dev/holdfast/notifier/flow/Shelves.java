package dev.holdfast.notifier.flow;

import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.notifier.domain.news.Card;
import dev.holdfast.notifier.domain.news.Sighting;
import dev.holdfast.notifier.domain.notice.Bundle;
import dev.holdfast.notifier.domain.notice.Lane;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.report.Deliveries;
import dev.holdfast.notifier.domain.route.Said;
import dev.holdfast.notifier.domain.route.Silence;

import java.util.List;

/// Where the notifier keeps its documents.
public final class Shelves {
    /// By incident.
    public static final Shelf<Card> CARDS = new Shelf<>("card", Card.class);

    /// By notice id.
    public static final Shelf<Notice> NOTICES = new Shelf<>("notice", Notice.class);

    /// Of the notices those that want a person: drafts, and what finally failed; by notice id.
    public static final Shelf<Notice> UNDONE = new Shelf<>("undone", Notice.class);

    /// The newest sighting of each rule, by rule.
    static final Shelf<Sighting> SIGHTINGS = new Shelf<>("sighting", Sighting.class);

    /// By incident, channel and occasion.
    static final Shelf<Said> SAID = new Shelf<>("said", Said.class);

    /// By incident and channel.
    static final Shelf<Bundle> BUNDLES = new Shelf<>("bundle", Bundle.class);

    /// By incident and channel.
    static final Shelf<Lane> LANES = new Shelf<>("lane", Lane.class);

    /// Set by people while it runs; by id.
    public static final Shelf<Silence> SILENCES = new Shelf<>("silence", Silence.class);

    /// How well changes go, one a scope.
    public static final Shelf<Deliveries> DELIVERIES = new Shelf<>("deliveries", Deliveries.class);

    /// What was last found of each runbook's readiness, by runbook and component.
    static final Shelf<Readiness> READINESS = new Shelf<>("readiness", Readiness.class);

    /// @param reasons what stood in the way, none where it was ready
    record Readiness(List<String> reasons) {
        Readiness {
            reasons = List.copyOf(reasons);
        }
    }

    /// Id of a document that is the only one of its scope.
    public static final String ALL = "all";

    private Shelves() {}
}
