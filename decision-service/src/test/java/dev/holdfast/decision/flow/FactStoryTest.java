package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.Remark.FactStated;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.decision.RichPack;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What people know and what the assessment measures, as decisions see it.
final class FactStoryTest {
    private final Shop shop = started();

    private static Shop started() {
        Shop shop = new Shop(RichPack.pack());
        shop.deploys(Shop.GOOD, "code");
        shop.passes(Duration.ofMinutes(31));
        shop.signal(
                "deployment.started",
                java.util.Map.of("component", "web", "release", Shop.BAD.version()));
        shop.deploys(Shop.BAD, "code");
        shop.passes(Duration.ofMinutes(5));
        return shop;
    }

    private VerificationRequested assessment() {
        return shop.house.events(VerificationRequested.class).getLast();
    }

    private void measured(double users) {
        VerificationRequested v = assessment();
        shop.tells(
                new VerificationEvent.CheckFinished(
                        v.incident(),
                        v.verification(),
                        v.stage(),
                        "users",
                        true,
                        Verdict.PASSED,
                        users,
                        users + " users saw an error",
                        "",
                        Duration.ofMillis(40),
                        shop.house.now()));
        shop.tells(
                new VerificationEvent.VerificationPassed(
                        v.incident(),
                        null,
                        v.verification(),
                        v.stage(),
                        "1 of 1",
                        shop.house.now()));
    }

    private Answer says(String fact, String value) {
        return shop.says(
                Shop.OLGA, new Command.StateFact(shop.incident().id(), fact, value, "seen it"));
    }

    private String lastRow() {
        return String.valueOf(shop.house.events(DecisionMade.class).getLast().row());
    }

    @Test
    void a_row_that_looks_at_the_assessment_waits_for_it() {
        shop.raises("HighErrorRate", 0.2);
        assertThat(shop.state()).isEqualTo("assessing");
        assertThat(assessment().stage()).isEqualTo("assessment");
        assertThat(assessment().deadline()).isEqualTo(shop.house.now().plusSeconds(20));
        measured(250);
        assertThat(lastRow()).isEqualTo("many users");
        assertThat(shop.incident().severity()).isEqualTo(Severity.P0);
        assertThat(shop.state()).isEqualTo("planning");
    }

    @Test
    void what_was_measured_as_little_goes_to_the_next_row() {
        shop.raises("HighErrorRate", 0.2);
        measured(3);
        assertThat(lastRow()).isEqualTo("errors");
        assertThat(shop.incident().severity()).isEqualTo(Severity.P1);
    }

    @Test
    void a_row_that_needs_no_assessment_does_not_wait() {
        shop.raises("ShopDown", 1);
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.house.events(VerificationRequested.class)).hasSize(1);
    }

    @Test
    void an_assessment_that_does_not_come_leaves_a_row_unclear_so_people_are_asked() {
        shop.raises("HighErrorRate", 0.2);
        shop.passes(Duration.ofSeconds(20).minusMillis(1));
        assertThat(shop.state()).isEqualTo("assessing");
        shop.passes(Duration.ofMillis(1));
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.house.events(DecisionMade.class).getLast().sentence())
                .contains("assessment.users.value has no value");
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void a_worse_trigger_does_not_wait_for_the_assessment_of_the_first() {
        shop.raises("HighErrorRate", 0.2);
        shop.raises("ShopDown", 1);
        assertThat(lastRow()).isEqualTo("down");
        assertThat(shop.state()).isEqualTo("planning");
    }

    @Test
    void silence_is_what_the_pack_says_and_a_new_fact_decides_anew() {
        shop.raises("HighErrorRate", 0.2);
        says("root_cause_known", "yes");
        says("fix_minutes", "10");
        measured(3);
        assertThat(lastRow()).isEqualTo("fixable");
        assertThat(shop.state()).isEqualTo("watching");
        assertThat(shop.house.events(FactStated.class)).hasSize(2);

        says("fix_minutes", "15");
        assertThat(lastRow()).isEqualTo("errors");
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.incident().memory().facts().get("fix_minutes"))
                .isNotNull()
                .extracting(said -> said.by())
                .isEqualTo("olga");
    }

    @Test
    void a_fact_without_a_default_asks_people_until_somebody_says_it() {
        shop.raises("Vulnerability", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.house.events(DecisionMade.class).getFirst().sentence())
                .contains("facts.exploited has no value");
        says("exploited", "yes");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_fact_that_changes_nothing_leaves_the_question_open() {
        shop.raises("Vulnerability", 1);
        shop.planned();
        String before = shop.proposed().rollback();
        says("root_cause_known", "yes");
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.proposed().rollback()).isEqualTo(before);
    }

    @Test
    void what_is_no_fact_or_no_answer_is_refused_with_what_would_be_one() {
        shop.raises("ShopDown", 1);
        assertThat(says("root_cause", "yes"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> {
                            assertThat(r.kind()).isEqualTo(Refusal.Kind.INVALID);
                            assertThat(r.reason()).contains("root_cause_known");
                        });
        assertThat(says("fix_minutes", "soon"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class, r -> assertThat(r.reason()).contains("a number"));
        assertThat(shop.house.events(FactStated.class)).isEmpty();
    }
}
