package dev.holdfast.executor.io.glass;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.Actions;
import dev.holdfast.executor.flow.ExecutorDesk;
import dev.holdfast.executor.flow.Shelves;
import dev.holdfast.executor.io.guard.ParallelLookout;
import dev.holdfast.executor.io.guard.ResilientGuard;
import dev.holdfast.executor.io.secret.PlacedSecrets;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// One rollback in this process alone: no Kafka, no PostgreSQL, no other service. It plans, has the
/// plan confirmed by whoever broke the glass, and carries it out with intents and outcomes in a file.
/// A process that dies is started again with the same file and goes on; it looks before it repeats.
public final class Glass implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;
    private static final Duration PLANNING = Duration.ofSeconds(30);
    private static final Duration ORDER_HOLDS = Duration.ofMinutes(10);

    private final GlassRequest request;
    private final GlassFile file;
    private final GlassStore store;
    private final ExecutorDesk desk;
    private final ParallelLookout lookout;
    private final ResilientGuard guard;
    private final Scope scope;
    private final String rollback;

    /// @param told gets each event as it happens
    public Glass(GlassRequest request, Path journal, Actions actions, Consumer<Event> told)
            throws IOException {
        this.request = request;
        this.scope = Scope.of(request.pack().name(), request.environment());
        this.file = GlassFile.open(journal);
        try {
            this.store = new GlassStore(file, scope, InstantSource.system(), told);
            this.rollback = rollback(journal);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        this.lookout = new ParallelLookout();
        this.guard = new ResilientGuard();
        this.desk = new ExecutorDesk(actions, new PlacedSecrets(System::getenv), lookout, guard);
    }

    /// The run that the file holds and that is not over, or a new one: never the same twice, also on two
    /// machines. Throws [Over] when the file's run is over.
    private String rollback(Path journal) throws IOException {
        List<Rollback> known =
                store.everywhere(Shelves.ROLLBACKS, Integer.MAX_VALUE).stream()
                        .map(Shelved::value)
                        .toList();
        if (known.isEmpty()) {
            return fresh();
        }
        Rollback last = known.getFirst();
        boolean holds = RollbackState.holds(last.state());
        if (!holds && !RollbackState.begins(last.state())) {
            throw new Over(
                    "%s holds a run that has ended: %s to %s, %s. Nothing was done. Name another file"
                                    .formatted(journal, last.runbook(), last.to(), last.state())
                            + " with --journal; bring this one into the audit with `holdfast import`");
        }
        boolean same = last.runbook().equals(request.runbook()) && last.to().equals(request.to());
        if (holds && !same) {
            throw new IOException(
                    "%s holds a run that goes on: %s to %s, not %s to %s. Nothing was done. Name that run to go on with it, or another file with --journal"
                            .formatted(
                                    journal,
                                    last.runbook(),
                                    last.to(),
                                    request.runbook(),
                                    request.to()));
        }
        // A plan of something else that was never ordered is not gone on with.
        return same ? last.id() : fresh();
    }

    private String fresh() {
        return EventId.of("break-glass", scope.key(), UUID.randomUUID());
    }

    /// Whether the file holds a run that is not over.
    public boolean goesOn() {
        return state().filter(RollbackState::holds).isPresent();
    }

    private Optional<RollbackState> state() {
        return store.find(scope, Shelves.ROLLBACKS, rollback).map(Rollback::state);
    }

    /// The plan, or everything that stands in its way.
    public GlassPlan plan() {
        PackFiles pack = request.pack();
        store.in(
                Scope.pack(pack.name()),
                work -> {
                    Packs.offered(work, desk, pack);
                    var active =
                            new IncidentEvent.PackActivated(pack.name(), pack.digest(), work.now());
                    return Packs.activated(work, active);
                });
        says(
                new IncidentEvent.RollbackProposed(
                        incident(),
                        rollback,
                        request.runbook(),
                        Severity.P0,
                        request.from(),
                        request.to(),
                        store.now().plus(PLANNING),
                        store.now()));
        while (state().filter(s -> s instanceof RollbackState.Planning).isPresent()) {
            work();
        }
        List<String> obstacles =
                state().orElseThrow() instanceof RollbackState.Unplannable(var reasons)
                        ? reasons
                        : List.of();
        Optional<Plan> plan = store.find(scope, Shelves.PLANS, rollback);
        return new GlassPlan(plan.map(p -> p.ready(store.now())).orElse(null), obstacles);
    }

    private String incident() {
        return "glass-" + rollback.substring(0, 8);
    }

    /// Carries out the plan of this hash, to its end.
    ///
    /// @param person is asked what only a person can answer
    public RollbackState run(String hash, GlassPerson person) throws InterruptedException {
        if (!goesOn()) {
            Instant now = store.now();
            says(
                    new IncidentEvent.RollbackOrdered(
                            incident(),
                            rollback,
                            hash,
                            request.from(),
                            request.to(),
                            new Authority(null, List.of(request.by() + " (break-glass)")),
                            now.plus(ORDER_HOLDS),
                            request.reason(),
                            now));
        }
        while (goesOn()) {
            if (!work() && !new GlassQuestions(this, person).asked()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return state().orElseThrow();
    }

    Rollback rollback() {
        return store.find(scope, Shelves.ROLLBACKS, rollback).orElseThrow();
    }

    Plan planned() {
        return store.find(scope, Shelves.PLANS, rollback).orElseThrow();
    }

    Instant now() {
        return store.now();
    }

    String by() {
        return request.by();
    }

    void says(Event event) {
        Envelope<Event> envelope =
                new Envelope<>(
                        EventId.of("glass", rollback, event),
                        scope,
                        store.now(),
                        1,
                        incident(),
                        null,
                        request.pack().digest(),
                        null,
                        event);
        var _ = store.in(scope, work -> desk.receive(work, envelope));
    }

    /// Does what is due; false when nothing is.
    private boolean work() {
        boolean did = false;
        for (String timer : store.dueTimers()) {
            store.fired(timer);
            var _ =
                    store.in(
                            scope,
                            work -> {
                                desk.due(work, timer);
                                return true;
                            });
            did = true;
        }
        for (String errand : store.dueErrands()) {
            store.next(
                    errand,
                    switch (desk.run(store.errand(errand))) {
                        case Next.Done _ -> null;
                        case Next.Again(Instant at) -> at;
                    });
            did = true;
        }
        return did;
    }

    @Override
    public void close() throws IOException {
        lookout.close();
        guard.close();
        file.close();
    }

    /// The file holds a run that has ended.
    public static final class Over extends IOException {
        private static final long serialVersionUID = 1L;

        Over(String message) {
            super(message);
        }
    }

    /// @param ready null when there is no plan
    /// @param obstacles why not
    public record GlassPlan(
            RollbackEvent.@org.jspecify.annotations.Nullable PlanReady ready,
            List<String> obstacles) {
        public GlassPlan {
            obstacles = List.copyOf(obstacles);
        }
    }
}
