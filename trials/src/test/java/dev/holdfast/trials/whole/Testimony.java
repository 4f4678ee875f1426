package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.trials.whole.Wire.Heard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What must be true of everything that was said about a system, whatever happened meanwhile.
final class Testimony {
    private static final int TRACE_FROM = 3;
    private static final int TRACE_TO = 35;

    private Testimony() {}

    /// One trigger, one incident, one order, one rollback, one proof, and nothing twice.
    static void healedOnce(Tenant tenant) {
        assertThat(tenant.world().running()).isEqualTo("v41");
        assertThat(tenant.world().reloads()).containsExactly("v41");
        for (Class<? extends Event> once :
                List.of(
                        TriggerRaised.class,
                        TriggerCleared.class,
                        IncidentOpened.class,
                        RollbackOrdered.class,
                        RollbackStarted.class,
                        RollbackCompleted.class,
                        VerificationPassed.class,
                        IncidentResolved.class)) {
            assertThat(tenant.events(once)).as(once.getSimpleName()).hasSize(1);
        }
    }

    /// On each of the five topics the events of each key count from one without a gap, and no id is
    /// there twice.
    static void gapless(Tenant tenant) {
        gapless(tenant.heard());
        assertThat(tenant.envelopes()).extracting(Envelope::id).doesNotHaveDuplicates();
    }

    /// The same where a death may have come between the broker's yes and the striking off: then the
    /// same records are there again, under their ids.
    static void gaplessButForRepeats(Tenant tenant) {
        Set<String> seen = new HashSet<>();
        gapless(tenant.heard().stream().filter(h -> seen.add(h.event().id())).toList());
    }

    private static void gapless(List<Heard> heard) {
        Map<Topic, Map<Scope, List<Long>>> said =
                heard.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Heard::topic,
                                        Collectors.groupingBy(
                                                h -> h.event().scope(),
                                                Collectors.mapping(
                                                        h -> h.event().sequence(),
                                                        Collectors.toList()))));
        assertThat(said).containsOnlyKeys(Wire.OURS);
        said.forEach((topic, scopes) ->
                scopes.forEach((scope, sequences) ->
                        assertThat(sequences)
                                .as("sequences of %s on %s", scope, topic)
                                .isEqualTo(
                                        LongStream.rangeClosed(1, sequences.size())
                                                .boxed()
                                                .toList())));
    }

    /// Everything that was said about an incident is of one trace.
    static void oneTrace(Tenant tenant, String incident) {
        List<Envelope<Event>> about =
                tenant.envelopes().stream().filter(e -> incident.equals(e.correlation())).toList();
        assertThat(about).hasSizeGreaterThan(10);
        assertThat(about).allSatisfy(e -> assertThat(e.traceparent()).isNotNull().hasSize(55));
        assertThat(
                        about.stream()
                                .map(e ->
                                        String.valueOf(e.traceparent())
                                                .substring(TRACE_FROM, TRACE_TO))
                                .distinct())
                .hasSize(1);
    }

    /// Every cause that is named was said, and from the proof the causes lead back to the trigger.
    static void caused(Tenant tenant) {
        Map<String, Envelope<Event>> byId =
                tenant.envelopes().stream()
                        .collect(Collectors.toMap(Envelope::id, Function.identity()));
        assertThat(byId.values())
                .allSatisfy(e -> {
                    if (e.causation() != null) {
                        assertThat(byId).as("%s", e).containsKey(e.causation());
                    }
                });
        Envelope<Event> proof =
                byId.values().stream()
                        .filter(e -> e.data() instanceof VerificationPassed)
                        .findFirst()
                        .orElseThrow();
        List<String> chain = new ArrayList<>();
        for (Envelope<Event> e = proof; e != null; e = byId.get(String.valueOf(e.causation()))) {
            chain.addFirst(EventTypes.brief(e.data()));
        }
        assertThat(chain)
                .containsSubsequence(
                        "trigger.raised",
                        "rollback.proposed",
                        "plan.ready",
                        "rollback.ordered",
                        "rollback.completed",
                        "verification.requested",
                        "verification.passed");
    }
}
