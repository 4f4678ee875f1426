package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.RollbackPauseRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackResumeRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepRetryRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepSkipRequested;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.flow.Command.Steer.Deed;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What people want of a rollback that runs is passed on to the executor.
final class SteeringStoryTest {
    private final Shop shop = new Shop().deployed();

    private void running() {
        shop.raises("ShopDown", 1);
        shop.planned();
        shop.starts();
        assertThat(shop.state()).isEqualTo("rolling-back");
    }

    private Answer says(Person who, Deed deed, String step) {
        String incident = shop.proposed().incident();
        return shop.says(who, new Command.Steer(incident, deed, step, "let me look"));
    }

    @Test
    void each_wish_is_an_event_about_the_rollback_that_runs() {
        running();
        says(Shop.OLGA, Deed.PAUSE, "");
        says(Shop.OLGA, Deed.TAKE_OVER, "");
        says(Shop.OLGA, Deed.RESUME, "");
        says(Shop.OLGA, Deed.RETRY, "switch");
        says(Shop.OLGA, Deed.SKIP, "switch");

        assertThat(shop.house.events(RollbackPauseRequested.class))
                .extracting(RollbackPauseRequested::takesOver)
                .containsExactly(false, true);
        assertThat(shop.house.events(RollbackResumeRequested.class).getLast().rollback())
                .isEqualTo(shop.ordered().rollback());
        assertThat(shop.house.events(StepRetryRequested.class).getLast().by()).isEqualTo("olga");
        assertThat(shop.house.events(StepSkipRequested.class).getLast().step()).isEqualTo("switch");
        assertThat(shop.state()).isEqualTo("rolling-back");
    }

    @Test
    void strangers_empty_steps_and_rollbacks_that_do_not_run_are_refused() {
        running();
        assertThat(kind(says(new Person("mallory", List.of()), Deed.PAUSE, "")))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(kind(says(Shop.OLGA, Deed.RETRY, " "))).isEqualTo(Refusal.Kind.INVALID);
        shop.completes();
        assertThat(kind(says(Shop.OLGA, Deed.PAUSE, ""))).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(shop.house.events(RollbackPauseRequested.class)).isEmpty();
    }

    private static Refusal.Kind kind(Answer answer) {
        return answer instanceof Answer.Refused refused
                ? refused.kind()
                : org.assertj.core.api.Assertions.fail("was done: " + answer);
    }

    @Test
    void on_old_news_it_is_held_back_and_nothing_goes_on() {
        running();
        String incident = shop.proposed().incident();
        shop.store.upToDate(false);
        List<Command> more =
                List.of(
                        new Command.Steer(incident, Deed.RESUME, "", "go on"),
                        new Command.Steer(incident, Deed.RETRY, "switch", "once more"),
                        new Command.Steer(incident, Deed.SKIP, "switch", "done by hand"),
                        new Command.DeclareHeld("web", "1.5.0", "it is fine"),
                        new Command.SetMode(Mode.AUTOMATIC, "all is well"),
                        new Command.StateFact(incident, "data", "whole", "looked"));
        assertThat(more)
                .allSatisfy(c ->
                        assertThat(kind(shop.says(Shop.ADMIN, c)))
                                .isEqualTo(Refusal.Kind.NOT_READY));
        assertThat(shop.house.events(StepSkipRequested.class)).isEmpty();
        assertThat(says(Shop.OLGA, Deed.PAUSE, "")).isInstanceOf(Answer.Done.class);
        shop.store.upToDate(true);
        assertThat(says(Shop.OLGA, Deed.RESUME, "")).isInstanceOf(Answer.Done.class);
    }
}
