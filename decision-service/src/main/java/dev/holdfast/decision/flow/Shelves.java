package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.story.Story;
import dev.holdfast.decision.domain.task.Tasks;

import java.time.Instant;

/// Where this service keeps its documents.
public final class Shelves {
    public static final Shelf<Site> SITES = new Shelf<>("site", Site.class);
    public static final Shelf<Incident> INCIDENTS = new Shelf<>("incident", Incident.class);

    /// One entry an incident, laid down when it is opened: lists are read in that order.
    public static final Shelf<Opened> OPENED = new Shelf<>("opened", Opened.class);

    /// The same of those that are open.
    public static final Shelf<Opened> OPEN = new Shelf<>("open", Opened.class);

    public static final Shelf<Story> STORIES = new Shelf<>("story", Story.class);
    public static final Shelf<PlanView> PLANS = new Shelf<>("plan", PlanView.class);
    public static final Shelf<PackAnswers> PACK_ANSWERS =
            new Shelf<>("pack-answers", PackAnswers.class);
    public static final Shelf<PackAnswers.Newest> PACK_NEWEST =
            new Shelf<>("pack-newest", PackAnswers.Newest.class);
    public static final Shelf<Halt> HALTS = new Shelf<>("halt", Halt.class);
    public static final Shelf<AuditEntry> AUDIT = new Shelf<>("audit", AuditEntry.class);
    public static final Shelf<AuditHead> AUDIT_HEADS = new Shelf<>("audit-head", AuditHead.class);
    public static final Shelf<Answer.Kept> ANSWERS = new Shelf<>("answer", Answer.Kept.class);

    public static final Shelf<Tasks> TASKS = new Shelf<>("tasks", Tasks.class);
    public static final Shelf<Part> PARTS = new Shelf<>("part", Part.class);
    public static final Shelf<Proof> PROOFS = new Shelf<>("proof", Proof.class);

    public static final Shelf<Mailroom.Letter> OUTGOING =
            new Shelf<>("mail-out", Mailroom.Letter.class);
    public static final Shelf<Mailroom.Letter> INCOMING =
            new Shelf<>("mail-in", Mailroom.Letter.class);

    public record Opened(Instant at) {}

    static final Shelf<OnDuty> DUTY = new Shelf<>("duty", OnDuty.class);

    static final Shelf<Mailroom.Read> READ = new Shelf<>("mail-read", Mailroom.Read.class);

    /// A new release is being proven to work.
    public record Proof(String verification, Release release, Instant askedAt) {}

    /// The id of a document that is the only one of its shelf and scope.
    public static final String ONLY = "only";

    /// What the kill switch was last set to, as the executor tells it.
    public record Halt(boolean on, String reach, String by, String reason) {}

    private Shelves() {}
}
