package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.util.List;

/// A pack becomes current for all or for nobody.
final class PackStoryTest {
    private final Shop shop = new Shop().deployed();
    private final PackCommands packs = new PackCommands(shop.store, new Policies());
    private final PackFiles next =
            ShopPack.with(ShopPack.DECISIONS.replace("holds-after: 30m", "holds-after: 40m"));

    @Test
    void a_refusal_of_one_service_leaves_the_version_before() {
        assertThat(packs.apply(Shop.ADMIN, next))
                .isEqualTo(new Answer.Pack(next.digest(), "pending", List.of()));
        shop.house.settle();
        var _ =
                shop.house.publish(
                        Topic.ROLLBACKS,
                        Scope.pack("shop"),
                        new PackRefused(
                                "executor-service",
                                next.digest(),
                                List.of("runbooks.yml:3:5: no"),
                                shop.house.now()),
                        "refusal");
        assertThat(packs.state("shop", null))
                .contains(
                        new Answer.Pack(
                                next.digest(),
                                "refused",
                                List.of("executor-service: runbooks.yml:3:5: no")));
        assertThat(shop.house.events(PackActivated.class)).hasSize(1);
        assertThat(packs.state("shop", ShopPack.pack().digest()).orElseThrow().state())
                .isEqualTo("active");
    }

    @Test
    void an_incident_ends_on_the_version_it_began_with() {
        shop.raises("Minor", 1);
        shop.activate(next);
        assertThat(shop.house.events(PackActivated.class)).hasSize(2);
        assertThat(shop.incident().pack()).isEqualTo(ShopPack.pack().digest());
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void a_broken_pack_is_refused_at_once_and_offered_to_nobody() {
        Answer answer = packs.apply(Shop.ADMIN, ShopPack.with("matrix: []"));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Pack.class,
                        p -> {
                            assertThat(p.state()).isEqualTo("refused");
                            assertThat(p.problems())
                                    .containsExactly(
                                            "decisions.yml:1:9: the matrix needs at least one row");
                        });
    }

    @Test
    void a_pack_is_applied_only_by_who_may() {
        Answer answer = packs.apply(Shop.OLGA, next);
        assertThat(AuthorityStoryTest.refused(answer)).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(
                        packs.apply(
                                new dev.holdfast.decision.domain.incident.Person(
                                        "carol", List.of()),
                                next))
                .isInstanceOf(Answer.Pack.class);
    }
}
