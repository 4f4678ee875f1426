package dev.holdfast.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.drill.Phase;
import dev.holdfast.cli.http.EventFeed.Event;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Sees the events of one drill and remembers what came of it and when.
public final class Witness {
    private static final Duration NEXT_ASKED = Duration.ofSeconds(2);

    private final String scope;
    private final String wanted;
    private final Consumer<Event> asked;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<String> triggers = new LinkedHashSet<>();
    private final Set<String> notices = new LinkedHashSet<>();
    private final List<String> runbooks = new ArrayList<>();
    private final List<String> roles = new ArrayList<>();
    private final Set<String> people = new LinkedHashSet<>();
    private final Map<String, String> runbookOf = new HashMap<>();
    private final Map<String, Instant> first = new HashMap<>();
    private final Map<String, Instant> last = new HashMap<>();
    private String severity = "";
    private String decision = "";
    private String verdict = "";
    private String end = "none";
    private String sentence = "";
    private Instant began = Instant.MAX;
    private @Nullable Instant escalated;

    /// @param wanted how the drill must end; `waiting` ends it at the first question to people
    /// @param asked told each time when people are asked
    public Witness(String scope, String wanted, Consumer<Event> asked) {
        this.scope = scope;
        this.wanted = wanted;
        this.asked = asked;
    }

    /// What came of the drill.
    ///
    /// @param authority `automatic`, or the roles that were asked
    public record Account(
            List<String> triggers,
            String severity,
            String decision,
            List<String> runbooks,
            List<String> authority,
            String verdict,
            String end,
            List<String> notices,
            List<String> people,
            String sentence,
            Map<Phase, Duration> took) {}

    /// The first deed is done now.
    public synchronized void begun(Instant at) {
        began = at;
    }

    /// Whether an event of this type was seen.
    synchronized boolean saw(String type) {
        return first.containsKey(type);
    }

    public boolean await(Duration patience) throws InterruptedException {
        boolean ended = over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return ended || isEscalated(Instant.now());
    }

    /// Where nobody answered the next are asked in the same moment; else it stays with people.
    synchronized boolean isEscalated(Instant now) {
        if (escalated == null || escalated.plus(NEXT_ASKED).isAfter(now)) {
            return false;
        }
        over("escalated");
        return true;
    }

    /// Takes one event. After the end only notices count, since people are told of it then.
    public synchronized void see(Event event) {
        boolean ended = over.getCount() == 0;
        boolean late = ended && !event.type().equals("notice.sent");
        if (late || !event.scope().equals(scope)) {
            return;
        }
        Instant at = at(event);
        first.putIfAbsent(event.type(), at);
        last.put(event.type(), at);
        switch (event.type()) {
            case "trigger.raised" ->
                    triggers.add(event.data().path("trigger").path("rule").asText());
            case "signal.accepted" -> signalled(event.text("kind"));
            case "incident.opened", "incident.updated" -> worst(event.text("severity"));
            case "decision.made" -> decided(event);
            case "rollback.proposed" ->
                    runbookOf.put(event.text("rollback"), event.text("runbook"));
            case "rollback.ordered" ->
                    runbooks.add(runbookOf.getOrDefault(event.text("rollback"), "?"));
            case "approval.requested" -> asked(event);
            case "approval.granted", "approval.denied" -> people.add(event.text("by"));
            case "verification.passed", "verification.failed", "verification.inconclusive" ->
                    verdict = event.type().substring("verification.".length());
            case "notice.sent" -> notices.add(event.text("about"));
            case "incident.escalated" -> escalated = Instant.now();
            case "incident.resolved", "incident.withheld", "incident.closed" ->
                    over(event.type().substring("incident.".length()));
            default -> {} // the rest is seen, and not scored
        }
    }

    /// A signal that is no news of a pipeline or of the drill itself may be what begins an incident.
    private void signalled(String kind) {
        if (!kind.matches("deployment\\.(started|finished|completed)|drill\\..*")) {
            triggers.add(kind);
        }
    }

    private void decided(Event event) {
        worst(event.text("severity"));
        if (decision.isEmpty()) {
            decision = event.text("action");
            sentence = event.text("sentence");
        }
    }

    private void asked(Event event) {
        for (JsonNode role : event.data().path("roles")) {
            if (!roles.contains(role.asText())) {
                roles.add(role.asText());
            }
        }
        escalated = null;
        asked.accept(event);
        if (wanted.equals("waiting")) {
            over("waiting");
        }
    }

    /// P0 is worse than P1.
    private void worst(String seen) {
        if (!seen.isEmpty() && (severity.isEmpty() || seen.compareTo(severity) < 0)) {
            severity = seen;
        }
    }

    private void over(String how) {
        end = how;
        over.countDown();
    }

    private static Instant at(Event event) {
        return parsed(event.text("at")).or(() -> parsed(event.time())).orElseGet(Instant::now);
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    public synchronized Account account() {
        return new Account(
                List.copyOf(triggers),
                severity,
                decision,
                List.copyOf(runbooks),
                roles.isEmpty() && !runbooks.isEmpty() ? List.of("automatic") : List.copyOf(roles),
                verdict,
                end,
                List.copyOf(notices),
                List.copyOf(people),
                sentence,
                took());
    }

    private Map<Phase, Duration> took() {
        var took = new EnumMap<Phase, Duration>(Phase.class);
        var start = Optional.of(began).filter(b -> !b.equals(Instant.MAX));
        var raised =
                Optional.ofNullable(first.get("trigger.raised"))
                        .or(() -> Optional.ofNullable(first.get("incident.opened")));
        var ordered = Optional.ofNullable(last.get("rollback.ordered"));
        var completed = Optional.ofNullable(last.get("rollback.completed"));
        var proven = Optional.ofNullable(last.get("verification.passed"));
        put(took, Phase.DETECT, start, raised);
        put(
                took,
                Phase.APPROVE,
                Optional.ofNullable(first.get("approval.requested")),
                Optional.ofNullable(last.get("approval.granted")));
        put(took, Phase.DECIDE, raised, ordered);
        took.computeIfPresent(
                Phase.DECIDE,
                (_, all) -> all.minus(took.getOrDefault(Phase.APPROVE, Duration.ZERO)));
        put(took, Phase.ROLL_BACK, ordered, completed);
        put(took, Phase.VERIFY, completed, proven);
        put(took, Phase.IN_ALL, start, proven);
        return took;
    }

    private static void put(
            Map<Phase, Duration> took, Phase phase, Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent()) {
            Duration between = Duration.between(from.get(), to.get());
            took.put(phase, between.isNegative() ? Duration.ZERO : between);
        }
    }
}
