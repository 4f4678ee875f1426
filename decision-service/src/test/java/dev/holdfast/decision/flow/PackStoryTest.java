package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

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
        answers(next, List.of("runbooks.yml:3:5: no"));
        assertThat(packs.state("shop", null))
                .contains(
                        new Answer.Pack(next.digest(), "refused", List.of("runbooks.yml:3:5: no")));
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

    /// All others answer; the executor refuses when there are problems.
    private void answers(PackFiles pack, List<String> problems) {
        Map.of(
                        "trigger-detector", Topic.TRIGGERS,
                        "executor-service", Topic.ROLLBACKS,
                        "verifier-service", Topic.VERIFICATIONS,
                        "notifier-service", Topic.NOTIFICATIONS)
                .forEach((service, topic) -> {
                    boolean refuses = service.equals("executor-service") && !problems.isEmpty();
                    Event answer =
                            refuses
                                    ? new PackRefused(
                                            service, pack.digest(), problems, shop.house.now())
                                    : new PackAccepted(service, pack.digest(), shop.house.now());
                    var _ =
                            shop.house.publish(
                                    topic,
                                    Scope.pack("shop"),
                                    answer,
                                    service + " on " + pack.digest());
                });
    }

    @Test
    void a_broken_pack_is_told_all_that_is_wrong_with_it_and_never_activated() {
        PackFiles broken = ShopPack.with("matrix: []");
        String ours = "decisions.yml:1:9: the matrix needs at least one row";
        assertThat(packs.apply(Shop.ADMIN, broken))
                .isEqualTo(new Answer.Pack(broken.digest(), "pending", List.of(ours)));
        shop.house.settle();
        answers(broken, List.of("runbooks.yml:3:5: no"));
        assertThat(packs.state("shop", null))
                .contains(
                        new Answer.Pack(
                                broken.digest(), "refused", List.of(ours, "runbooks.yml:3:5: no")));
        assertThat(shop.house.events(PackActivated.class)).hasSize(1);
    }

    @Test
    void a_pack_that_only_we_refuse_is_not_activated_by_the_consent_of_the_others() {
        PackFiles broken = ShopPack.with("matrix: []");
        assertThat(packs.apply(Shop.ADMIN, broken)).isInstanceOf(Answer.Pack.class);
        shop.house.settle();
        answers(broken, List.of());
        assertThat(packs.state("shop", null).orElseThrow().state()).isEqualTo("refused");
        assertThat(shop.house.events(PackActivated.class)).hasSize(1);
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
