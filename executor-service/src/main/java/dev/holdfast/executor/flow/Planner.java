package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.plan.Draft;
import dev.holdfast.executor.domain.plan.Drafting;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.Subject;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackMove;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.domain.rollback.RollbackState.Planning;
import dev.holdfast.executor.domain.runbook.Runbook;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Answers a proposal with a plan, or with everything that stands in its way. Changes nothing.
final class Planner {
    static final String ERRAND = "plan ";

    /// How long a plan may wait for its order.
    private static final Duration KEPT = Duration.ofHours(24);

    private static final Duration LEAST_BUDGET = Duration.ofMillis(200);

    private final Actions actions;
    private final PackBooks books;
    private final Surveyor surveyor;

    Planner(Actions actions, PackBooks books, Surveyor surveyor) {
        this.actions = actions;
        this.books = books;
        this.surveyor = surveyor;
    }

    Received proposed(Work work, Envelope<?> cause, RollbackProposed p) {
        Optional<Rollback> known = work.find(Shelves.ROLLBACKS, p.rollback());
        if (known.isPresent() && !RollbackState.plannable(known.get().state())) {
            return Received.HANDLED; // a repeat: it is being planned, or was begun
        }
        String digest = cause.packDigest();
        if (digest != null && Packs.byDigest(work, work.scope().system(), digest).isEmpty()) {
            return Received.WAITS; // packs come on a topic of their own
        }
        var fresh =
                new Rollback(
                        p.rollback(),
                        p.incident(),
                        p.runbook(),
                        p.severity(),
                        p.from(),
                        p.to(),
                        cause.packDigest(),
                        cause.traceparent(),
                        cause.id(),
                        new Planning(p.planBy()),
                        List.of(),
                        known.map(Rollback::journal).orElse(0),
                        null,
                        null,
                        null);
        work.put(Shelves.ROLLBACKS, fresh.id(), fresh);
        Keeping.timers(work, fresh);
        work.errand(ERRAND + fresh.id(), work.now());
        return Received.HANDLED;
    }

    /// What the errand begins with.
    private record Task(Rollback rollback, Optional<PackFiles> pack, Duration budget) {}

    Next run(Errand errand) {
        String id = errand.name().substring(ERRAND.length());
        Optional<Task> task = errand.write(work -> task(work, id));
        if (task.isEmpty()) {
            return new Next.Done();
        }
        Rollback r = task.get().rollback();
        Answer answer = answer(errand, task.get());
        errand.write(work -> {
            answered(work, r.id(), answer);
            return true;
        });
        return new Next.Done();
    }

    private static Optional<Task> task(Work work, String id) {
        return work.find(Shelves.ROLLBACKS, id)
                .filter(r -> r.state() instanceof Planning)
                .map(r -> new Task(r, pack(work, r), budget(work, r)));
    }

    /// The version that the rollback was proposed with, else the current one.
    static Optional<PackFiles> pack(Work work, Rollback r) {
        String system = work.scope().system();
        String digest = r.packDigest();
        return digest == null ? Packs.current(work, system) : Packs.byDigest(work, system, digest);
    }

    private static Duration budget(Work work, Rollback r) {
        Duration left =
                r.state() instanceof Planning(var planBy)
                        ? Duration.between(work.now(), planBy)
                        : Duration.ZERO;
        return left.compareTo(LEAST_BUDGET) < 0 ? LEAST_BUDGET : left;
    }

    /// A plan, or why there is none.
    private record Answer(@Nullable Plan plan, List<String> obstacles) {
        static Answer none(List<String> why) {
            return new Answer(null, why);
        }
    }

    private Answer answer(Errand errand, Task task) {
        Rollback r = task.rollback();
        Optional<PackFiles> pack = task.pack();
        if (pack.isEmpty()) {
            return Answer.none(
                    List.of(
                            "there is no pack %s of %s"
                                    .formatted(
                                            r.packDigest() == null ? "current" : r.packDigest(),
                                            errand.scope().system())));
        }
        Optional<PackBooks.Book> book = books.book(pack.get());
        if (book.isEmpty()) {
            return Answer.none(List.of("pack %s has problems".formatted(pack.get().digest())));
        }
        Optional<Runbook> runbook = book.get().runbooks().named(r.runbook());
        if (runbook.isEmpty()) {
            return Answer.none(List.of(book.get().runbooks().unknown(r.runbook())));
        }
        var subject =
                new Subject(
                        r.id(),
                        r.incident(),
                        errand.scope(),
                        pack.get().digest(),
                        r.runbook(),
                        r.from(),
                        r.to());
        return answer(
                Drafting.draft(
                        actions.vocabulary(),
                        book.get().manifest(),
                        book.get().runbooks(),
                        runbook.get(),
                        subject),
                task.budget());
    }

    private Answer answer(Draft draft, Duration budget) {
        if (!draft.problems().isEmpty()) {
            return Answer.none(draft.problems());
        }
        Plan plan = Plan.of(draft, surveyor.previews(draft, budget));
        return new Answer(plan, plan.obstacles());
    }

    private static void answered(Work work, String id, Answer answer) {
        Rollback r = work.find(Shelves.ROLLBACKS, id).orElseThrow();
        if (!(r.state() instanceof Planning)) {
            return; // its budget ran out meanwhile, and that was told
        }
        Plan plan = answer.plan();
        if (plan == null || !answer.obstacles().isEmpty()) {
            Rollback refused = r.moved(new RollbackMove.RefusePlan(answer.obstacles()));
            keep(work, refused);
            work.emit(
                    new PlanRefused(r.incident(), r.id(), answer.obstacles(), work.now()),
                    Keeping.because(r));
            return;
        }
        Rollback planned =
                r.packed(plan.subject().packDigest())
                        .moved(new RollbackMove.Plan(plan.hash(), work.now().plus(KEPT)));
        work.put(Shelves.PLANS, r.id(), plan);
        keep(work, planned);
        work.emit(plan.ready(work.now()), Keeping.because(planned));
    }

    private static void keep(Work work, Rollback r) {
        work.put(Shelves.ROLLBACKS, r.id(), r);
        Keeping.timers(work, r);
    }
}
