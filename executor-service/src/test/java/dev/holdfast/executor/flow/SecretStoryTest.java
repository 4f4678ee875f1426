package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.ROLLBACK;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// A secret is opened for one use, and nothing that is written or told contains it.
class SecretStoryTest {
    @Test
    void a_secret_is_used_and_never_told() {
        House house =
                House.with(
                        "      - {name: first, action: fake.do, with: {what: \"${secret.token}\"}}\n");
        house.rollsBack();

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.memory.log().toString()).doesNotContain("s3cr3t-canary");
        assertThat(new Archive(house.store).rollback(ROLLBACK).orElseThrow().toString())
                .doesNotContain("s3cr3t-canary")
                .contains("did ***");
    }

    @Test
    void a_secret_is_masked_in_all_that_a_plan_says() {
        House house =
                House.with(
                        """
                              - name: first
                                action: fake.do
                                with: {what: "${secret.token}", loses-data: "rows of ${secret.token}"}
                        """);
        house.target.state("as s3cr3t-canary left it");
        house.proposed();

        assertThat(house.plan().dataLost()).isEqualTo("rows of ***");
        assertThat(house.store.read(House.SCOPE, w -> w.find(Shelves.PLANS, ROLLBACK)).toString())
                .contains("as *** left it")
                .doesNotContain("s3cr3t-canary");
    }

    @Test
    void a_secret_is_masked_in_what_a_broken_look_says() {
        House house =
                House.with(
                        "      - {name: first, action: fake.do, with: {what: \"${secret.token}\"}}\n");
        house.target.breaks();
        house.proposed();

        assertThat(house.last(RollbackEvent.PlanRefused.class).reasons().toString())
                .contains("cannot plan ***")
                .doesNotContain("s3cr3t-canary");
    }

    @Test
    void a_secret_that_is_missing_refuses_the_plan() {
        House house =
                House.with(
                        "      - {name: first, action: fake.do, with: {what: \"${secret.token}\"}}\n");
        house.environment.clear();
        house.proposed();

        assertThat(house.last(RollbackEvent.PlanRefused.class).reasons().toString())
                .contains("secret 'token' is not set");
    }

    @Test
    void what_another_step_has_used_is_masked_too() {
        House house =
                House.with(
                        """
                              - {name: first, action: fake.do, with: {what: "${secret.token}"}}
                              - {name: log, action: fake.do, with: {what: "line 7: s3cr3t-canary"}}
                        """);
        house.rollsBack();

        assertThat(house.all(RollbackEvent.StepFinished.class).getLast().evidence())
                .isEqualTo("did line 7: ***");
    }

    @Test
    void a_secret_is_masked_in_the_name_of_a_target_that_is_left_alone() {
        House house =
                House.with(
                        "      - {name: first, action: fake.do, with: {what: \"${secret.token}\"}}\n");
        List<String> names = new ArrayList<>();
        house.proposed();
        house.guard =
                (target, limit, held, touch) -> {
                    names.add(target);
                    throw new Guard.Refused(target + " has not answered lately");
                };
        house.ordered();
        house.passes(House.seconds(5));

        assertThat(names).isNotEmpty().containsOnly("fake ***");
        assertThat(new Archive(house.store).rollback(ROLLBACK).orElseThrow().journal().toString())
                .contains("fake *** has not answered")
                .doesNotContain("s3cr3t-canary");
    }
}
