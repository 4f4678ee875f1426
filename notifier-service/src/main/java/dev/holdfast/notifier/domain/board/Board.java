package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Point;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.notifier.domain.board.Views.Detail;
import dev.holdfast.notifier.domain.board.Views.Halt;
import dev.holdfast.notifier.domain.board.Views.Moment;
import dev.holdfast.notifier.domain.board.Views.Now;
import dev.holdfast.notifier.domain.board.Views.Row;
import dev.holdfast.notifier.domain.board.Views.SystemRow;
import dev.holdfast.notifier.domain.news.Incidents;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The console's picture of everything, folded from the events of all topics, in whatever order the
/// topics come. Bounded: old incidents that are over go first, and drills have a small place of their
/// own, so that no rehearsal pushes out what is real. Not thread-safe.
public final class Board {
    private static final int INCIDENTS = 300;
    private static final int EARLY = 2_000;
    private static final int SYSTEMS = 2_000;
    private static final int DRILLS = 40;
    private static final int DRILL_SYSTEMS = 50;
    private static final int RECENT = 8;
    private static final int UNTOLD = 50;

    private final Map<String, IncidentFile> incidents = new LinkedHashMap<>();
    private final Map<Scope, SystemFile> systems = new LinkedHashMap<>();
    private final Map<String, Envelope<Event>> triggers = new LinkedHashMap<>();
    private final Map<String, Envelope<Event>> ended = new LinkedHashMap<>();
    private final Deque<Envelope<Event>> early = new ArrayDeque<>();
    private final Deque<Untold> untold = new ArrayDeque<>();
    private final Map<Scope, Halt> halts = new LinkedHashMap<>();

    private record Untold(Scope scope, Entry entry) {}

    /// Takes in one event, each once.
    public void take(Envelope<Event> envelope) {
        aboutSystem(envelope);
        String incident = Incidents.of(envelope.data());
        if (incident == null) {
            return;
        }
        IncidentFile file = incidents.get(incident);
        if (file != null) {
            take(file, envelope);
        } else if (envelope.data() instanceof IncidentOpened opened) {
            open(envelope, opened);
        } else {
            keep(envelope);
        }
    }

    public Now now(Instant now, boolean complete) {
        return now(now, complete, _ -> true);
    }

    /// Open incidents by severity, then newest first.
    ///
    /// @param complete false while the topics are still being read from their beginning
    /// @param seen scopes that may be shown
    public Now now(Instant now, boolean complete, Predicate<Scope> seen) {
        return new Now(
                now,
                complete,
                rows(f -> !f.card().over() && seen.test(f.card().scope()), "", INCIDENTS).stream()
                        .sorted(Comparator.comparing(Row::severity))
                        .toList(),
                rows(
                        f -> f.card().over() && !isDrill(f) && seen.test(f.card().scope()),
                        "",
                        RECENT),
                systems(seen),
                untold.stream().filter(u -> seen.test(u.scope())).map(Untold::entry).toList(),
                halt(seen));
    }

    /// The widest that stands and that may be seen; one of everything is everybody's.
    private @Nullable Halt halt(Predicate<Scope> seen) {
        return halts.entrySet().stream()
                .filter(h -> wide(h.getValue()) || seen.test(h.getKey()))
                .map(Map.Entry::getValue)
                .min(Comparator.comparing(h -> !wide(h)))
                .orElse(null);
    }

    private static boolean wide(Halt halt) {
        return halt.reach().equals("*");
    }

    public List<Row> history(String text, int limit) {
        return history(text, limit, _ -> true);
    }

    /// Newest first; `text` is looked for in titles, ids and scopes.
    public List<Row> history(String text, int limit, Predicate<Scope> seen) {
        return rows(f -> seen.test(f.card().scope()), text, limit);
    }

    public Optional<Detail> incident(String id) {
        return Optional.ofNullable(incidents.get(id))
                .map(f -> new Detail(Rows.row(f), f.nodes(), f.log(), f.window(), moments(f)));
    }

    /// The course of the answer, and when the release that is left was deployed.
    private List<Moment> moments(IncidentFile file) {
        List<Moment> all = new ArrayList<>(Rows.moments(file.card().course()));
        Release from = file.card().course().from();
        SystemFile system = systems.get(file.card().scope());
        if (from != null && system != null) {
            system.releases().stream()
                    .filter(r -> r.component().equals(from.component()))
                    .filter(r -> r.version().equals(from.version()))
                    .findFirst()
                    .ifPresent(r -> all.addFirst(new Moment("deployed " + from.version(), r.at())));
        }
        return all;
    }

    private void open(Envelope<Event> envelope, IncidentOpened opened) {
        IncidentFile file = new IncidentFile(envelope, opened);
        incidents.put(opened.incident(), file);
        for (Envelope<Event> trigger : List.copyOf(triggers.values())) {
            if (trigger.scope().equals(envelope.scope())) {
                joinEarlier(file, trigger, opened.at());
            }
        }
        List<Envelope<Event>> waited =
                early.stream()
                        .filter(e -> opened.incident().equals(Incidents.of(e.data())))
                        .toList();
        early.removeAll(waited);
        waited.forEach(e -> take(file, e));
        drop();
    }

    private static void take(IncidentFile file, Envelope<Event> envelope) {
        if (envelope.data() instanceof IncidentUpdated updated) {
            file.joined(updated.triggers());
        }
        file.take(envelope);
    }

    private void aboutSystem(Envelope<Event> envelope) {
        Scope scope = envelope.scope();
        switch (envelope.data()) {
            case TriggerRaised e -> {
                system(scope).ifPresent(s -> s.raised(e.trigger().id(), e.at()));
                raised(envelope, e.trigger().id());
            }
            case TriggerUpdated e -> {
                system(scope).ifPresent(s -> s.raised(e.trigger().id(), e.at()));
                open(scope, envelope);
            }
            case TriggerCleared e -> {
                system(scope).ifPresent(s -> s.cleared(e.trigger().id()));
                ended.put(key(scope, e.trigger().id()), envelope);
                open(scope, envelope);
            }
            case ReleaseDeployed e ->
                    system(scope)
                            .ifPresent(s ->
                                    s.deployed(e.release(), e.by(), e.commit(), e.deployedAt()));
            case ReleaseHeld e ->
                    system(scope).ifPresent(s -> s.state(e.release(), "held", e.at()));
            case ReleaseFailed e ->
                    system(scope).ifPresent(s -> s.state(e.release(), "failed", e.at()));
            case RollbackCompleted e ->
                    system(scope).ifPresent(s -> s.rolledBackTo(e.to(), e.at()));
            case StandingCheckFinished e ->
                    system(scope)
                            .ifPresent(s ->
                                    s.checked(
                                            new SystemFile.CheckLine(
                                                    e.check(), e.verdict(), e.finding(), e.at())));
            case HaltChanged e -> {
                if (e.on()) {
                    Halt halt = new Halt(e.reach(), e.by(), e.reason(), e.at());
                    halts.put(envelope.scope(), halt);
                } else {
                    halts.remove(envelope.scope());
                }
            }
            case NoticeFailed e -> untold(envelope, e);
            case Event _ -> {}
        }
    }

    private void raised(Envelope<Event> envelope, String trigger) {
        String key = key(envelope.scope(), trigger);
        ended.remove(key);
        triggers.put(key, envelope);
        if (triggers.size() > EARLY) {
            String oldest = triggers.keySet().iterator().next();
            triggers.remove(oldest);
            ended.remove(oldest);
        }
        open(envelope.scope(), envelope);
    }

    /// A trigger that was read before its incident; one that had ended before is none of its.
    private void joinEarlier(IncidentFile file, Envelope<Event> raised, Instant opened) {
        if (raised.data() instanceof TriggerRaised e) {
            Envelope<Event> end = ended.get(key(raised.scope(), e.trigger().id()));
            boolean lasted =
                    end == null
                            || (end.data() instanceof TriggerCleared c && !c.at().isBefore(opened));
            if (lasted) {
                join(file, raised);
                if (end != null) {
                    join(file, end);
                }
            }
        }
    }

    /// Shows a trigger to the open incidents of its scope.
    private void open(Scope scope, Envelope<Event> trigger) {
        for (IncidentFile file : incidents.values()) {
            if (file.card().scope().equals(scope)) {
                join(file, trigger);
            }
        }
    }

    private static void join(IncidentFile file, Envelope<Event> envelope) {
        TriggerWindow window =
                switch (envelope.data()) {
                    case TriggerRaised e ->
                            new TriggerWindow(
                                    e.trigger(),
                                    e.at(),
                                    points(e.window(), e.trigger(), e.at()),
                                    null);
                    case TriggerUpdated e ->
                            new TriggerWindow(
                                    e.trigger(),
                                    e.at(),
                                    points(List.of(), e.trigger(), e.at()),
                                    null);
                    case TriggerCleared e ->
                            new TriggerWindow(
                                    e.trigger(),
                                    e.at(),
                                    points(List.of(), e.trigger(), e.at()),
                                    e.at());
                    case Event _ -> null;
                };
        if (window != null && file.joins(window.trigger().rule(), window.raisedAt())) {
            file.seen(envelope, window);
        }
    }

    private static List<Point> points(List<Point> window, Trigger t, Instant at) {
        List<Point> all = new ArrayList<>(window);
        if (window.isEmpty() || at.isAfter(window.getLast().at())) {
            all.add(new Point(at, t.value()));
        }
        return all;
    }

    private void untold(Envelope<Event> envelope, NoticeFailed e) {
        Mark mark = Markings.of(e).orElseThrow();
        Entry entry =
                new Entry(
                        e.at(),
                        envelope.id(),
                        EventTypes.brief(e),
                        mark.stage(),
                        mark.tone(),
                        mark.title(),
                        mark.text());
        untold.addFirst(new Untold(envelope.scope(), entry));
        if (untold.size() > UNTOLD) {
            untold.removeLast();
        }
    }

    /// An event whose incident is not known yet: topics have no order between them.
    private void keep(Envelope<Event> envelope) {
        early.addLast(envelope);
        if (early.size() > EARLY) {
            early.removeFirst();
        }
    }

    private static boolean isDrill(IncidentFile file) {
        return file.card().scope().drill() != null;
    }

    private void drop() {
        drop(true, DRILLS);
        drop(false, INCIDENTS);
    }

    private void drop(boolean drills, int most) {
        List<Map.Entry<String, IncidentFile>> all =
                incidents.entrySet().stream().filter(e -> isDrill(e.getValue()) == drills).toList();
        if (all.size() > most) {
            String oldest =
                    all.stream()
                            .filter(e -> e.getValue().card().over())
                            .findFirst()
                            .orElse(all.getFirst())
                            .getKey();
            incidents.remove(oldest);
        }
    }

    private Optional<SystemFile> system(Scope scope) {
        SystemFile known = systems.get(scope);
        if (known != null || scope.environment().equals("*")) {
            return Optional.ofNullable(known);
        }
        List<Scope> drills = systems.keySet().stream().filter(s -> s.drill() != null).toList();
        if (scope.drill() != null && drills.size() >= DRILL_SYSTEMS) {
            systems.remove(drills.getFirst());
        } else if (scope.drill() == null && systems.size() - drills.size() >= SYSTEMS) {
            return Optional.empty();
        }
        SystemFile file = new SystemFile(scope);
        systems.put(scope, file);
        return Optional.of(file);
    }

    private List<SystemRow> systems(Predicate<Scope> seen) {
        return systems.values().stream()
                .filter(s -> seen.test(s.scope()))
                .map(s -> Rows.system(s, openOf(s.scope())))
                .sorted(Comparator.comparing(SystemRow::scope))
                .toList();
    }

    private List<IncidentFile> openOf(Scope scope) {
        return incidents.values().stream()
                .filter(f -> !f.card().over() && f.card().scope().equals(scope))
                .toList();
    }

    private List<Row> rows(Predicate<IncidentFile> which, String text, int limit) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return incidents.values().stream()
                .filter(which)
                .map(Rows::row)
                .filter(r -> found(r, wanted))
                .sorted(Comparator.comparing(Row::openedAt).reversed())
                .limit(limit)
                .toList();
    }

    private static boolean found(Row r, String wanted) {
        return wanted.isBlank()
                || "%s %s %s %s"
                        .formatted(r.incident(), r.scope(), r.title(), r.severity())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted);
    }

    private static String key(Scope scope, String trigger) {
        return scope.key() + " " + trigger;
    }
}
