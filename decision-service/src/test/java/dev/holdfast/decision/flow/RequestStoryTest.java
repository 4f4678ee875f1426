package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What a person asks for is what is done, or it is refused.
final class RequestStoryTest {
    private static final Release DATABASE = new Release("database", "16");
    private final Shop shop = twoComponents();

    private static Shop twoComponents() {
        String rows =
                ShopPack.DECISIONS.replace(
                        "impact: Nobody can order.", "impact: Down.\n    component: database");
        Shop shop = new Shop(ShopPack.with(rows));
        shop.deploys(Shop.GOOD, "code");
        shop.deploys(DATABASE, "code");
        shop.passes(Duration.ofMinutes(31));
        shop.deploys(new Release("database", "17"), "code");
        shop.deploys(Shop.BAD, "code");
        shop.passes(Duration.ofMinutes(5));
        return shop;
    }

    @Test
    void the_component_that_a_person_names_comes_before_the_one_of_the_row() {
        shop.raises("ShopDown", 1);
        assertThat(shop.proposed().to()).isEqualTo(DATABASE);
        shop.says(Shop.OLGA, new Command.Rollback("it is the web", "web", null));
        assertThat(shop.proposed().to()).isEqualTo(Shop.GOOD);
    }

    @Test
    void the_newest_request_counts_with_all_that_it_names() {
        shop.says(Shop.OLGA, new Command.Rollback("the web", "web", "1.4.1"));
        shop.says(Shop.ERIN, new Command.Rollback("no, the database", "database", null));
        assertThat(shop.proposed().to()).isEqualTo(DATABASE);
    }

    @Test
    void a_component_that_nobody_knows_is_refused_with_those_that_are_known() {
        for (Command command :
                List.of(
                        new Command.Rollback("down", "datbase", null),
                        new Command.Plan("datbase", null))) {
            Answer answer = shop.says(Shop.OLGA, command);
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Refused.class,
                            r -> {
                                assertThat(r.kind()).isEqualTo(Refusal.Kind.INVALID);
                                assertThat(r.reason()).contains("'datbase'", "database, web");
                            });
        }
        assertThat(shop.incidents()).isEmpty();
    }

    @Test
    void who_asks_does_not_approve_even_if_the_incident_began_after_older_news_was_read() {
        shop.store.upToDate(false);
        shop.says(Shop.OLGA, new Command.Rollback("customers complain", "web", null));
        assertThat(shop.incidents()).isEmpty();
        shop.store.upToDate(true);
        shop.passes(Duration.ofSeconds(1));
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(AuthorityStoryTest.refused(shop.approves(Shop.OLGA)))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(new Person("oscar", List.of()))).isInstanceOf(Answer.Done.class);
    }

    @Test
    void an_answer_that_says_not_yet_is_not_kept_under_its_key() {
        shop.raises("Minor", 1);
        shop.planned();
        String hash = "hash-" + shop.proposed().rollback();
        Command yes = new Command.Approve(shop.incident().id(), "yes", hash);
        shop.store.upToDate(false);
        assertThat(AuthorityStoryTest.refused(shop.says(Shop.OLGA, yes, "key")))
                .isEqualTo(Refusal.Kind.NOT_READY);
        shop.store.upToDate(true);
        assertThat(shop.says(Shop.OLGA, yes, "key")).isInstanceOf(Answer.Done.class);
        assertThat(shop.orders()).isEqualTo(1);
    }
}
