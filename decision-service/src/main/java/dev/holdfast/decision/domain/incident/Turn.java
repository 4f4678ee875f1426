package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.decision.domain.policy.Moment;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.LedgerEntry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One happening being worked out: the incident as it changes, and what is to be told. It lives for
/// one call of [Machine] only, so that from outside everything is a function of values.
final class Turn {
    private final Incident before;
    private final Situation situation;
    private final List<IncidentEvent> events = new ArrayList<>();
    private final List<Mail> mails = new ArrayList<>();
    private final List<String> rulesBefore;
    private @Nullable Refusal refusal;
    private boolean answered;
    private boolean overFleet;

    Site site;
    State state;
    Triggers triggers;
    Severity severity;
    @Nullable Decision decision;
    @Nullable PlanReady plan;
    List<String> askedBy;
    @Nullable String stoppedBy;
    int decisions;
    int attempts;
    int ordered;
    int nextTry;
    int verifications;
    @Nullable String running;
    Memory memory;
    @Nullable Lead lead;
    @Nullable Bond bond;

    Turn(Incident incident, Site site, Situation situation) {
        this.before = incident;
        this.situation = situation;
        this.site = site;
        this.state = incident.state();
        this.triggers = incident.triggers();
        this.severity = incident.severity();
        this.decision = incident.decision();
        this.plan = incident.plan();
        this.askedBy = incident.askedBy();
        this.stoppedBy = incident.stoppedBy();
        this.decisions = incident.decisions();
        this.attempts = incident.attempts();
        this.ordered = incident.ordered();
        this.nextTry = incident.nextTry();
        this.verifications = incident.verifications();
        this.running = incident.running();
        this.memory = incident.memory();
        this.lead = incident.lead();
        this.bond = incident.bond();
        this.rulesBefore = incident.triggers().rules();
    }

    String id() {
        return before.id();
    }

    String title() {
        return before.title();
    }

    Instant openedAt() {
        return before.openedAt();
    }

    Instant since() {
        return before.since();
    }

    Instant now() {
        return situation.now();
    }

    Policy policy() {
        return situation.policy();
    }

    Situation situation() {
        return situation;
    }

    Situation.Fleet fleet() {
        overFleet = true;
        return situation.fleet();
    }

    /// What is true now, oldest first.
    List<Standing> fresh() {
        return triggers.fresh(now(), policy().signalsStand());
    }

    boolean calm() {
        return triggers.calm(now(), policy().signalsStand());
    }

    Optional<LedgerEntry> entry(@Nullable Release release) {
        return release == null ? Optional.empty() : site.ledger().find(release);
    }

    /// The order of this incident with this id, or none.
    Optional<Site.Order> order(String rollback) {
        return site.orders().stream()
                .filter(o -> o.incident().equals(id()) && o.rollback().equals(rollback))
                .findFirst();
    }

    /// Something was ordered, and nothing has proven since that all is well.
    boolean halfDone() {
        return ordered > 0 && memory.proof() != Memory.Proof.PASSED;
    }

    /// The last order of this incident.
    Optional<Site.Order> lastOrder() {
        return site.orders().reversed().stream()
                .filter(o -> o.incident().equals(id()) && !o.contains())
                .findFirst();
    }

    /// The id of the last plan that was asked for.
    String rollback() {
        return Ids.rollback(id(), attempts);
    }

    void tell(IncidentEvent event) {
        events.add(event);
        boolean contains = event instanceof RollbackOrdered && Containing.underWay(this);
        if (!contains) {
            Timeline.moment(event).ifPresent(m -> memory = memory.moment(m, now()));
        }
    }

    /// Says something to another member of a group.
    void mail(Mail mail) {
        mails.add(mail);
    }

    void passed(Moment moment) {
        memory = memory.moment(moment, now());
    }

    /// The order was refused before it began: nothing was done, and it counts for no limit.
    void withdraw(String rollback) {
        if (order(rollback).isPresent()) {
            site = site.withdrawn(rollback);
            ordered--;
        }
        running = null;
    }

    void refuse(Refusal.Kind kind, String reason) {
        refusal = new Refusal(kind, reason);
    }

    /// The question that is open was answered: leaving it is no expiry.
    void answered() {
        answered = true;
    }

    void enter(State next) {
        if (state instanceof State.AwaitingApproval open
                && !answered
                && !(next instanceof State.AwaitingApproval)) {
            tell(
                    new ApprovalExpired(
                            id(),
                            open.question().request(),
                            "no longer asked: " + Waiting.sentence(this, next),
                            now()));
        }
        state = next;
        touch();
    }

    /// Tells how the incident stands.
    void touch() {
        if (!state.ended()) {
            tell(
                    new IncidentUpdated(
                            id(),
                            severity,
                            state.word(),
                            Waiting.sentence(this, state),
                            state.deadline(),
                            triggers.rules(),
                            now()));
        }
    }

    Incident incident() {
        return new Incident(
                before.id(),
                before.scope(),
                before.pack(),
                before.title(),
                before.openedAt(),
                before.since(),
                severity,
                triggers,
                state,
                decision,
                plan,
                decisions,
                attempts,
                ordered,
                nextTry,
                verifications,
                running,
                askedBy,
                stoppedBy,
                memory,
                lead,
                bond);
    }

    Result result() {
        if (refusal != null) {
            return Result.refused(before, site, refusal);
        }
        Leading.after(this);
        Following.after(this);
        boolean told = events.stream().anyMatch(IncidentUpdated.class::isInstance);
        if (!told && !triggers.rules().equals(rulesBefore)) {
            touch();
        }
        Site after = Objects.equals(site.acting(), running) ? site : site.acting(running);
        return new Result(incident(), after, events, null, overFleet, mails);
    }
}
