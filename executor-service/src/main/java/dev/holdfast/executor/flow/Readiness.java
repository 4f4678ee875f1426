package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.ReleaseRecorded;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.plan.Draft;
import dev.holdfast.executor.domain.plan.Drafting;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.StepPlan;
import dev.holdfast.executor.domain.plan.Subject;
import dev.holdfast.executor.domain.runbook.Runbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Could each runbook work now? Asked after each deployment, when a release has held, once a day, and
/// on demand, by the same pre-flight as before a rollback; nothing is changed. When a release has
/// held, the targets keep what it consists of, and what the pre-flights saw is told.
final class Readiness {
    static final String ERRAND = "ready";
    static final String TIMER = "ready";

    private static final Duration AGAIN = Duration.ofDays(1);

    /// After a release could not be kept wholly.
    private static final Duration SOON = Duration.ofHours(1);

    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final Actions actions;
    private final PackBooks books;
    private final Surveyor surveyor;
    private final Keeper keeper;

    Readiness(Actions actions, PackBooks books, Surveyor surveyor, Keeper keeper) {
        this.actions = actions;
        this.books = books;
        this.surveyor = surveyor;
        this.keeper = keeper;
    }

    static void held(Work work, Release release) {
        work.put(Shelves.HELD, release.component(), release);
        work.errand(ERRAND, work.now());
    }

    static void deployed(Work work, Release release) {
        work.put(Shelves.DEPLOYED, release.component(), release);
        work.remove(Shelves.ARRIVING, release.component());
        work.errand(ERRAND, work.now());
    }

    /// Until its end, and for ever where it fails, what is there is of two releases.
    static void signal(Work work, TriggerEvent.SignalAccepted signal) {
        Map<String, String> said = signal.attributes();
        String component = said.getOrDefault("component", "");
        String version = said.getOrDefault("release", said.getOrDefault("version", ""));
        if (signal.kind().equals("deployment.started")
                && !component.isBlank()
                && !version.isBlank()) {
            work.put(Shelves.ARRIVING, component, new Release(component, version));
        }
    }

    static void due(Work work, String timer) {
        if (timer.equals(TIMER)) {
            work.errand(ERRAND, work.now());
        }
    }

    /// @param from what runs, by component
    /// @param kept releases that are kept wholly, as [#id] names them
    /// @param halted whether nothing may be written anywhere now
    private record Task(
            Optional<PackFiles> pack,
            List<Release> held,
            Map<String, Release> from,
            Set<String> kept,
            boolean halted) {
        /// It consists of what is there only while it is what runs.
        boolean records(Release release) {
            boolean runs = release.equals(from.getOrDefault(release.component(), release));
            return runs && !kept.contains(id(release)) && !halted;
        }

        /// A later version of the pack may go back to more.
        String id(Release release) {
            return release + " " + pack.map(PackFiles::digest).orElse("");
        }

        boolean anew(Release release) {
            return kept.stream().noneMatch(k -> k.startsWith(release + " "));
        }
    }

    /// What one pre-flight found.
    ///
    /// @param missing what could not be kept of a release that has just held
    private record Found(
            ReadinessChecked answer, Map<String, String> parts, List<String> missing) {}

    Next run(Errand errand) {
        Task task = errand.write(Readiness::task);
        Optional<PackBooks.Book> book = task.pack().flatMap(books::book);
        if (task.pack().isEmpty() || book.isEmpty()) {
            return new Next.Done(); // no pack is current here: there is nothing to be ready for
        }
        List<Found> found = new ArrayList<>();
        for (Release to : task.held()) {
            Release from = task.from().getOrDefault(to.component(), to);
            for (Runbook runbook : book.get().runbooks().byName().values()) {
                found.add(look(errand, task, book.get(), runbook, from, to));
            }
        }
        errand.write(work -> {
            keep(work, task, found);
            return true;
        });
        return new Next.Done();
    }

    private static Task task(Work work) {
        Map<String, Release> from = new TreeMap<>();
        work.all(Shelves.DEPLOYED).forEach(r -> from.put(r.component(), r));
        Optional<PackFiles> pack = Packs.current(work, work.scope().system());
        Set<String> kept = new TreeSet<>();
        for (Release held : work.all(Shelves.HELD)) {
            if (work.find(Shelves.KEPT, held.toString()).isPresent()) {
                kept.add(held + " before");
            }
            String id = held + " " + pack.map(PackFiles::digest).orElse("");
            work.find(Shelves.KEPT, id).ifPresent(_ -> kept.add(id));
        }
        return new Task(pack, work.all(Shelves.HELD), from, kept, halted(work));
    }

    private static boolean halted(Work work) {
        return work.scope().drill() != null || KillSwitch.over(work).isPresent();
    }

    private static boolean may(Work work, Release release) {
        return !halted(work) && runs(work, release);
    }

    /// Whether this alone is what runs, as far as is known now.
    private static boolean runs(Work work, Release release) {
        return Stream.of(Shelves.DEPLOYED, Shelves.ARRIVING)
                .flatMap(shelf -> work.find(shelf, release.component()).stream())
                .allMatch(release::equals);
    }

    private Found look(
            Errand errand,
            Task task,
            PackBooks.Book book,
            Runbook runbook,
            Release from,
            Release to) {
        String id = EventId.of(ERRAND, errand.scope().key(), runbook.name(), to);
        PackFiles pack = task.pack().orElseThrow();
        var subject =
                new Subject(id, "ready", errand.scope(), pack.digest(), runbook.name(), from, to);
        Draft draft =
                Drafting.draft(
                        actions.vocabulary(), book.manifest(), book.runbooks(), runbook, subject);
        if (!draft.problems().isEmpty()) {
            return found(errand, runbook, to, draft.problems(), Map.of(), List.of());
        }
        // First, since what is not recorded cannot be gone back to.
        List<String> missing =
                task.records(to)
                        ? keeper.keep(
                                draft,
                                () -> errand.read(work -> may(work, to)),
                                () -> errand.read(work -> runs(work, to)),
                                task.anew(to))
                        : List.of();
        Plan plan = Plan.of(draft, surveyor.previews(draft, BUDGET));
        return found(errand, runbook, to, plan.obstacles(), parts(plan), missing);
    }

    private static Found found(
            Errand errand,
            Runbook runbook,
            Release to,
            List<String> reasons,
            Map<String, String> parts,
            List<String> missing) {
        return new Found(
                new ReadinessChecked(
                        runbook.name(), to, reasons.isEmpty(), reasons, errand.claimedAt()),
                parts,
                missing);
    }

    /// What each step has seen, as `step: what`.
    private static Map<String, String> parts(Plan plan) {
        Map<String, String> parts = new TreeMap<>();
        for (StepPlan step : plan.steps()) {
            step.usual()
                    .preview()
                    .rests()
                    .forEach((what, state) -> parts.put(step.name() + ": " + what, state));
        }
        return parts;
    }

    private static void keep(Work work, Task task, List<Found> found) {
        for (Found f : found) {
            work.put(Shelves.READY, f.answer().runbook() + " " + f.answer().to(), f.answer());
            work.emit(f.answer(), Because.none());
        }
        boolean whole = true;
        for (Release release : task.held()) {
            if (task.records(release)) {
                whole &= record(work, task, release, found);
            }
        }
        work.timer(TIMER, work.now().plus(whole ? AGAIN : SOON));
    }

    /// Whether everything of it is kept; what is not is tried again.
    private static boolean record(Work work, Task task, Release release, List<Found> found) {
        Map<String, String> parts = new TreeMap<>();
        List<String> unkept = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Found f : found) {
            if (release.equals(f.answer().to())) {
                parts.putAll(f.parts());
                unkept.addAll(f.missing());
                reasons.addAll(f.answer().reasons());
            }
        }
        if (unkept.isEmpty()) {
            work.put(Shelves.KEPT, release.toString(), release);
            work.put(Shelves.KEPT, task.id(release), release);
        }
        List<String> missing = Stream.concat(unkept.stream(), reasons.stream()).distinct().toList();
        String id = release.toString();
        boolean known =
                work.find(Shelves.RECORDS, id).filter(r -> r.missing().equals(missing)).isPresent();
        if (!known) {
            var recorded = new ReleaseRecorded(release, parts, missing, work.now());
            work.put(Shelves.RECORDS, id, recorded);
            work.emit(recorded, Because.none());
        }
        return unkept.isEmpty();
    }
}
