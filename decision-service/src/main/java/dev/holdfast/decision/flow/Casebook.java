package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Remark;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Ids;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Result;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Situation;
import dev.holdfast.decision.domain.incident.Situation.Fleet;
import dev.holdfast.decision.domain.incident.Situation.Owed;
import dev.holdfast.decision.domain.incident.Standing;
import dev.holdfast.decision.domain.incident.Timeline;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Ledger;
import dev.holdfast.decision.domain.story.Story;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// One system in one environment within one transaction: loaded, handed to the domain, kept.
final class Casebook {
    static final String DEADLINE = "deadline";
    static final String SILENCE = "silence";
    static final String HOLDS = "holds";
    static final String DECIDE = "decide";
    static final String TARGET = "target";

    /// Locked while it is counted what the fleet does.
    private static final Scope FLEET = Scope.of("holdfast", "fleet");

    /// How long the proof of a new release may take, and when it is asked for again.
    private static final Duration PROOF = Duration.ofMinutes(5);

    private static final Duration PROVE_AGAIN = Duration.ofMinutes(10);

    /// Added to the time that begins anew, so that a `holds-after` of 0s is no endless loop.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Work work;
    private final Policies policies;
    private Site site;

    private @Nullable Incident open;

    private Casebook(Work work, Policies policies, Site site, @Nullable Incident open) {
        this.work = work;
        this.policies = policies;
        this.site = site;
        this.open = open;
    }

    static Casebook of(Work work, Policies policies) {
        Site site =
                work.find(Shelves.SITES, Shelves.ONLY).orElseGet(() -> Site.fresh(work.scope()));
        Incident open =
                site.open() == null ? null : work.find(Shelves.INCIDENTS, site.open()).orElse(null);
        return new Casebook(work, policies, site, open);
    }

    Site site() {
        return site;
    }

    @Nullable Incident open() {
        return open;
    }

    /// The release that our own running rollback goes to, if one runs.
    @Nullable Release echo() {
        return open == null ? null : site.echo(open.running());
    }

    Optional<Incident> incident(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        return open != null && open.id().equals(id)
                ? Optional.of(open)
                : work.find(Shelves.INCIDENTS, id);
    }

    /// The version that the incident began with, or the current one.
    Optional<Policy> policy(@Nullable Incident incident) {
        String system = work.scope().system();
        return incident == null
                ? policies.current(work, system)
                : policies.version(work, system, incident.pack());
    }

    /// For what can lead to no order: the fleet and the kill switch are not looked up.
    Situation situation(Policy policy) {
        return new Situation(work.now(), policy, Fleet.ALONE, work.upToDate(), "", owed());
    }

    /// For what may lead to an order. Where the limits over the fleet were looked at, it is worked out
    /// once more with what the others have ordered, while none of them can order: two that look at
    /// the same moment would both see room for one.
    Result ordering(Policy policy, Function<Situation, Result> happens) {
        Optional<Shelves.Halt> halt = Surroundings.halt(work);
        String halted = halt.map(Casebook::words).orElse("");
        Result result = happens.apply(within(policy, Fleet.ALONE, halted));
        if (!result.overFleet()) {
            halt.ifPresent(h -> looked(new Looked(null, h)));
            return result;
        }
        work.alone(FLEET);
        Fleet fleet = Surroundings.fleet(work, policy);
        looked(new Looked(fleet, halt.orElse(null)));
        return happens.apply(within(policy, fleet, halted));
    }

    /// Would it change anything, as far as the fleet does not decide?
    boolean changes(Policy policy, Function<Situation, Result> happens) {
        String halted = Surroundings.halt(work).map(Casebook::words).orElse("");
        Result result = happens.apply(within(policy, Fleet.ALONE, halted));
        return result.overFleet() || !Objects.equals(result.incident(), open);
    }

    private void looked(Looked looked) {
        Audit.append(work, Looked.KIND, Shelves.ONLY, looked);
    }

    private static String words(Shelves.Halt h) {
        return "%s by %s for %s".formatted(h.reason(), h.by(), h.reach());
    }

    private Situation within(Policy policy, Fleet fleet, String halted) {
        return new Situation(work.now(), policy, fleet, work.upToDate(), halted, owed());
    }

    /// Begins an incident if something waits that may begin one.
    void openIfNeeded(Because because) {
        Optional<Policy> policy = policy(null);
        if (open != null || policy.isEmpty()) {
            return;
        }
        Situation s = situation(policy.get());
        List<Standing> waiting = Machine.opening(site, s);
        if (waiting.isEmpty()) {
            return;
        }
        if (!s.upToDate()) {
            work.timer(DECIDE, work.now());
            return;
        }
        keep(Machine.open(freeId(waiting.getFirst()), site, s), because);
    }

    private String freeId(Standing first) {
        int salt = 0;
        String id;
        do {
            id = Ids.incident(work.scope(), first.id(), first.raisedAt(), salt);
            salt++;
        } while (work.find(Shelves.INCIDENTS, id).isPresent());
        return id;
    }

    /// Keeps what the domain made of something, and tells it.
    void keep(Result result, Because because) {
        Incident incident = result.incident();
        if (incident != null && !incident.equals(open)) {
            work.put(Shelves.INCIDENTS, incident.id(), incident);
            list(incident);
        }
        String id = incident == null ? null : incident.id();
        String pack = incident == null ? because.packDigest() : incident.pack();
        emit(result.events(), because.incident(id).pack(pack));
        Mailroom.post(work, result.mails());
        tell(id, result.events());
        if (!result.site().equals(site)) {
            keep(result.site());
        }
        open = incident != null && incident.isOpen() ? incident : open(incident);
        if (incident != null) {
            policy(incident)
                    .ifPresent(p -> Duties.begin(this, work, incident.id(), p, result.events()));
        }
        schedule();
    }

    /// The lists know since when it is open, and no longer that it is when it has ended; whoever opened
    /// it may have been of a version without lists.
    private void list(Incident incident) {
        boolean listed = work.find(Shelves.OPEN, incident.id()).isPresent();
        if (incident.isOpen() && !listed) {
            Lists.add(work, incident);
        } else if (listed && !incident.isOpen()) {
            work.remove(Shelves.OPEN, incident.id());
        }
    }

    private @Nullable Incident open(@Nullable Incident ended) {
        boolean same = open != null && ended != null && open.id().equals(ended.id());
        return same ? null : open;
    }

    /// Keeps a change of the ledger.
    void keep(Ledger.Change change, Because because) {
        keep(site.ledger(change.ledger()));
        String id = open == null ? null : open.id();
        emit(change.events(), because.incident(id));
        tell(id, change.events());
        schedule();
    }

    void keep(Site changed) {
        Part part = Part.of(changed);
        if (!part.equals(Part.of(site))) {
            if (part.none()) {
                work.remove(Shelves.PARTS, Shelves.ONLY);
            } else {
                work.put(Shelves.PARTS, Shelves.ONLY, part);
            }
        }
        site = changed;
        work.put(Shelves.SITES, Shelves.ONLY, site);
    }

    /// Lets hold what was quiet for long enough; while anything stands, the time begins anew.
    void hold() {
        Optional<Policy> policy = policy(null);
        if (policy.isPresent() && !Machine.quiet(site, situation(policy.get()))) {
            keep(site.quietSince(work.now().plus(LOOK_AGAIN)));
            schedule();
            return;
        }
        String stage = policy.map(Policy::holdsVerify).orElse(null);
        keep(
                site.ledger().hold(holdsAfter(), site.quietSince(), work.now(), stage != null),
                Because.none());
        if (stage != null) {
            site.ledger()
                    .unproven(holdsAfter(), site.quietSince(), work.now())
                    .ifPresent(r -> prove(r, stage));
        }
    }

    /// Asks for the proof that a release works; asked again until it is given.
    private void prove(Release release, String stage) {
        String id = EventId.of(site.scope().key(), "holds", release, work.now());
        work.put(Shelves.PROOFS, Shelves.ONLY, new Shelves.Proof(id, release, work.now()));
        VerificationRequested request =
                new VerificationRequested(
                        id, null, null, stage, release, null, work.now().plus(PROOF), work.now());
        emit(List.of(request), Because.none().pack(policy(null).map(Policy::digest).orElse(null)));
        schedule();
    }

    /// The verdict about a new release: with a pass it holds now.
    void proven(String verification, boolean passed) {
        work.find(Shelves.PROOFS, Shelves.ONLY)
                .filter(p -> passed && p.verification().equals(verification))
                .ifPresent(p -> {
                    keep(site.ledger(site.ledger().proven(p.release())));
                    work.remove(Shelves.PROOFS, Shelves.ONLY);
                    if (open == null) {
                        hold();
                    }
                });
    }

    /// Tells what changes no state by itself.
    void say(Remark remark) {
        emit(List.of(remark), Because.none().incident(remark.incident()));
        tell(remark.incident(), List.of(remark));
    }

    /// Adds a line of our own to an incident's timeline.
    void note(String incident, String type, String text) {
        Story before = work.find(Shelves.STORIES, incident).orElse(Story.EMPTY);
        work.put(Shelves.STORIES, incident, before.note(work.now(), type, text));
    }

    private void emit(List<IncidentEvent> events, Because because) {
        for (IncidentEvent event : events) {
            Envelope<?> written = work.emit(event, because);
            Audit.append(work, EventTypes.of(event), written.id(), event);
        }
    }

    /// Passes on a person's wish about an incident, whose state it does not change.
    void pass(Incident incident, IncidentEvent wish, Because because) {
        emit(List.of(wish), because.incident(incident.id()).pack(incident.pack()));
        tell(incident.id(), List.of(wish));
    }

    /// Adds lines to an incident's timeline.
    void tell(@Nullable String incident, List<? extends Event> events) {
        if (incident == null || events.isEmpty()) {
            return;
        }
        Story before = work.find(Shelves.STORIES, incident).orElse(Story.EMPTY);
        Story story = before;
        for (Event event : events) {
            story = story.with(event, work.now());
        }
        if (!story.equals(before)) {
            work.put(Shelves.STORIES, incident, story);
        }
    }

    private void schedule() {
        timer(DEADLINE, open == null ? null : open.state().deadline());
        Incident now = open;
        timer(
                TARGET,
                now == null
                        ? null
                        : policy(now).flatMap(p -> Timeline.nextDue(now, p)).orElse(null));
        timer(SILENCE, open == null ? null : open.triggers().nextUnknown(work.now()).orElse(null));
        Instant hold =
                open == null
                        ? site.ledger().nextHold(holdsAfter(), site.quietSince()).orElse(null)
                        : null;
        Instant asked =
                work.find(Shelves.PROOFS, Shelves.ONLY)
                        .map(p -> p.askedAt().plus(PROVE_AGAIN))
                        .orElse(Instant.MIN);
        timer(HOLDS, hold == null || hold.isAfter(asked) ? hold : asked);
    }

    Duration holdsAfter() {
        return policy(null).map(Policy::holdsAfter).orElse(Policy.HOLDS_AFTER);
    }

    private void timer(String name, @Nullable Instant due) {
        if (due == null) {
            work.cancelTimer(name);
        } else {
            work.timer(name, due);
        }
    }

    private Owed owed() {
        return open == null ? Owed.NOTHING : Duties.owed(work, open.id());
    }
}
