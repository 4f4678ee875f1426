package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A tool outside tells who is on duty; who is not does not answer in that role.
final class DutyStoryTest {
    private static final Person OSCAR = new Person("oscar", List.of());
    private static final Person TOOL = new Person("pager", List.of("duty"));

    private final Shop shop =
            new Shop(
                            ShopPack.with(
                                    ShopPack.DECISIONS
                                            + "on-duty:\n"
                                            + "  on-call: {people: [olga, oscar], every: 7d, told: true}\n"))
                    .deployed();

    private Answer tells(Person who, String role, String person, Duration time) {
        Instant until = shop.house.now().plus(time);
        return shop.says(who, new Command.TellDuty(role, person, until, "shift"));
    }

    private void asks() {
        shop.raises("Minor", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void who_was_told_to_be_on_duty_answers_and_nobody_else_of_that_role() {
        for (Person on : List.of(Shop.OLGA, OSCAR)) {
            assertThat(tells(TOOL, "on-call", on.name(), Duration.ofHours(1)))
                    .isInstanceOf(Answer.Done.class);
        }
        asks();
        assertThat(AuthorityStoryTest.refused(shop.approves(Shop.OLGA)))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(OSCAR)).isInstanceOf(Answer.Done.class);
        assertThat(shop.orders()).isEqualTo(1);
        Replay.Report replay = new Replay(shop.store, new Policies()).of(Shop.PRODUCTION);
        assertThat(replay.difference()).isNull();
    }

    @Test
    void when_nothing_is_told_any_more_they_go_round_as_the_pack_says() {
        long turns =
                Duration.between(Instant.EPOCH, shop.house.now()).dividedBy(Duration.ofDays(7));
        Person turn = turns % 2 == 0 ? Shop.OLGA : OSCAR;
        Person other = turn.equals(OSCAR) ? Shop.OLGA : OSCAR;
        tells(Shop.ADMIN, "on-call", other.name(), Duration.ofMinutes(1));
        shop.passes(Duration.ofMinutes(1));
        asks();
        assertThat(AuthorityStoryTest.refused(shop.approves(other)))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(shop.approves(turn)).isInstanceOf(Answer.Done.class);
    }

    @Test
    void only_what_the_pack_lets_be_told_is_by_whom_it_lets_and_for_a_while() {
        assertThat(AuthorityStoryTest.refused(tells(Shop.OLGA, "on-call", "olga", hours(1))))
                .isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(AuthorityStoryTest.refused(tells(TOOL, "cto", "olga", hours(1))))
                .isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(AuthorityStoryTest.refused(tells(TOOL, "on-call", "carol", hours(1))))
                .isEqualTo(Refusal.Kind.INVALID);
        for (Duration wrong : List.of(Duration.ZERO, hours(-1), Duration.ofDays(32))) {
            assertThat(AuthorityStoryTest.refused(tells(TOOL, "on-call", "olga", wrong)))
                    .isEqualTo(Refusal.Kind.INVALID);
        }
        assertThat(shop.store.under(Shop.PRODUCTION, Shelves.DUTY)).isEmpty();
    }

    private static Duration hours(int n) {
        return Duration.ofHours(n);
    }
}
