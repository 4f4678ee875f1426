package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.ReleaseRecorded;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Halt;
import dev.holdfast.executor.domain.rollback.Holder;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.Rollback;

/// Where the executor keeps what it must not forget.
public final class Shelves {
    /// By the rollback's id.
    public static final Shelf<Rollback> ROLLBACKS = new Shelf<>("rollback", Rollback.class);

    /// By the rollback's id.
    public static final Shelf<Plan> PLANS = new Shelf<>("plan", Plan.class);

    /// By the rollback's id and the line's number.
    public static final Shelf<JournalEntry> JOURNAL = new Shelf<>("journal", JournalEntry.class);

    /// One document a scope, named [#ONLY].
    public static final Shelf<Holder> HOLDERS = new Shelf<>("holder", Holder.class);

    /// What stays closed after a run, one document a scope, named [#ONLY].
    static final Shelf<ContainmentStands> CLOSED = new Shelf<>("closed", ContainmentStands.class);

    /// The release of each component that has held last, by component.
    static final Shelf<Release> HELD = new Shelf<>("held", Release.class);

    /// The release of each component that runs, by component.
    static final Shelf<Release> DEPLOYED = new Shelf<>("deployed", Release.class);

    /// The release of each component whose deployment has begun, and is not known to have ended well.
    static final Shelf<Release> ARRIVING = new Shelf<>("arriving", Release.class);

    /// The newest answer for each runbook and release.
    static final Shelf<ReadinessChecked> READY = new Shelf<>("ready", ReadinessChecked.class);

    /// Releases whose content is kept at the targets, by release and pack version.
    static final Shelf<Release> KEPT = new Shelf<>("kept", Release.class);

    /// What a release that has held consists of.
    static final Shelf<ReleaseRecorded> RECORDS = new Shelf<>("record", ReleaseRecorded.class);

    /// One document a reach, named [#ONLY].
    public static final Shelf<Halt> HALTS = new Shelf<>("halt", Halt.class);

    public static final String ONLY = "only";

    private Shelves() {}

    static String line(String rollback, int number) {
        return "%s/%05d".formatted(rollback, number);
    }
}
