package dev.holdfast.notifier.domain.news;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.json.Json;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/// How many must still agree, as decision-service counts.
class CardsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");
    private static final String ID = "shop-1";

    private final Card asked = Cards.after(opened(), asks("r1", 2));

    @Test
    void each_yes_is_one_less() {
        Card one = Cards.after(asked, yes("r1", "ada"));
        assertThat(one.yesWanted()).isEqualTo(1);
        assertThat(Cards.after(one, yes("r1", "bob")).yesWanted()).isZero();
    }

    @Test
    void who_breaks_the_glass_answers_outright() {
        assertThat(Cards.after(asked, yes("r0", "olga")).yesWanted()).isZero();
    }

    @Test
    void a_yes_on_a_card_of_an_earlier_version_is_one_less() {
        Card old = Json.read(Json.text(asked).replaceFirst(",\"asked\":\\{[^}]*}", ""), Card.class);
        assertThat(old.asked().request()).isEmpty();
        Card one = Cards.after(old, yes("r1", "ada"));
        assertThat(one.yesWanted()).isEqualTo(1);
        assertThat(Cards.after(one, yes("r1", "bob")).yesWanted()).isZero();
    }

    @Test
    void a_no_ends_the_question_and_who_overrules_it_is_one_of_those_wanted() {
        Card denied =
                Cards.after(asked, new ApprovalDenied(ID, "r1", "vic", "on-call", "why", NOW));
        assertThat(denied.yesWanted()).isZero();
        assertThat(Cards.after(denied, yes("r1", "ada")).yesWanted()).isEqualTo(1);
    }

    private static Card opened() {
        IncidentOpened e = new IncidentOpened(ID, "Errors", Severity.P1, List.of("A"), NOW);
        return Cards.open(
                new Envelope<>(
                        "e1", Scope.of("shop", "production"), NOW, 1, null, null, null, null, e),
                e,
                null);
    }

    private static ApprovalRequested asks(String request, int needed) {
        return new ApprovalRequested(
                ID, request, "rb", "h", List.of("lead"), needed, "Really?", null, NOW, NOW);
    }

    private static ApprovalGranted yes(String request, String by) {
        return new ApprovalGranted(ID, request, "h", by, "lead", "seen", NOW);
    }
}
