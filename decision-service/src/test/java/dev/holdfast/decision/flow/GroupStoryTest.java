package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.policy.Mode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Systems that only work together go back together: web needs shop, and shop needs api.
final class GroupStoryTest {
    private static final Scope API = Scope.of("api", "production");
    private static final Scope SHOP = Scope.of("shop", "production");
    private static final Scope WEB = Scope.of("web", "production");
    private static final String FOLLOWS = "follows: [shop]\n";

    private static String group(String goBack) {
        return "groups:\n  - {name: G, go-back: %s, members: [api, shop, web]}\n".formatted(goBack);
    }

    private static GroupHouse house(String goBack) {
        return new GroupHouse(
                new TreeMap<>(Map.of("api", FOLLOWS, "shop", group(goBack), "web", FOLLOWS)));
    }

    private static void ends(GroupHouse h) {
        h.clears(SHOP);
        h.passes(Duration.ofMinutes(40));
        assertThat(List.of(API, SHOP, WEB))
                .allSatisfy(s -> {
                    assertThat(h.state(s)).isEqualTo("resolved");
                    Replay.Report replay = new Replay(h.store, new Policies()).of(s);
                    assertThat(replay.difference()).isNull();
                });
        assertThat(new AuditCheck(h.store).verify(Map.of()).whole()).isTrue();
    }

    @Test
    void together_all_are_ordered_at_once_when_all_have_a_plan() {
        GroupHouse h = house("together");
        h.held.addAll(List.of(API, SHOP, WEB));
        h.raises(SHOP, "ShopDown");
        assertThat(h.ordered()).containsExactlyInAnyOrder("api", "shop", "web");
        List.of(WEB, API, SHOP).forEach(h::works);
        ends(h);
        assertThat(h.ordered()).hasSize(3);
    }

    @Test
    void in_order_each_goes_when_the_one_before_is_verified() {
        GroupHouse h = house("in-order");
        h.held.addAll(List.of(API, SHOP, WEB));
        h.raises(SHOP, "ShopDown");
        assertThat(h.ordered()).containsExactly("api");
        assertThat(h.state(SHOP)).isEqualTo("withheld");
        h.passes(Duration.ofMinutes(5));
        h.works(API);
        assertThat(h.ordered()).containsExactly("api", "shop");
        h.clears(SHOP);
        h.works(SHOP);
        assertThat(h.ordered()).containsExactly("api", "shop", "web");
        h.passes(Duration.ofMinutes(20));
        assertThat(h.state(SHOP)).as("web still goes back").isEqualTo("holding");
        h.works(WEB);
        ends(h);
    }

    @Test
    void who_may_read_the_leader_sees_its_group_and_how_far_it_is() {
        GroupHouse h = house("in-order");
        Groups groups = new Groups(h.store, new Policies());
        assertThat(groups.all(s -> s.equals(API))).isEmpty();
        assertThat(groups.all(_ -> true))
                .singleElement()
                .satisfies(g -> {
                    assertThat(g.group() + " of " + g.leader()).isEqualTo("G of shop/production");
                    assertThat(g.goBack()).isEqualTo("in-order");
                    assertThat(g.incident()).isNull();
                    assertThat(g.members())
                            .extracting(Groups.Member::scope)
                            .containsExactly("api/production", "shop/production", "web/production");
                });
        h.held.add(API);
        h.raises(SHOP, "ShopDown");
        Groups.View now = groups.all(_ -> true).getFirst();
        assertThat(now.incident()).isEqualTo(h.incident(SHOP).id());
        assertThat(now.members())
                .extracting(m -> m.stage() + " " + m.state())
                .containsExactly("going rolling-back", "planned withheld", "planned withheld");
    }

    @Test
    void what_the_first_one_heals_does_not_keep_the_others_from_going_back_too() {
        GroupHouse h = house("in-order");
        h.held.addAll(List.of(API, SHOP, WEB));
        h.raises(SHOP, "ShopDown");
        h.clears(SHOP);
        List.of(API, SHOP, WEB).forEach(h::works);
        assertThat(h.ordered()).containsExactly("api", "shop", "web");
        ends(h);
    }

    @Test
    void one_approval_of_the_hash_of_all_plans_allows_all_and_each_order_names_its_own_plan() {
        GroupHouse h = house("in-order");
        h.losing.add(WEB);
        h.raises(SHOP, "ShopDown");
        ApprovalRequested asked = h.house.events(ApprovalRequested.class).getLast();
        assertThat(h.house.events(ApprovalRequested.class)).hasSize(1);
        assertThat(asked.dataLost()).isEqualTo("web/production: an hour of orders");
        assertThat(asked.question())
                .contains("in this order: api/production (web 2 back to 1), shop/production");
        assertThat(h.orders()).isEmpty();
        h.says(SHOP, GroupHouse.OLGA, (i, hash) -> new Command.Approve(i.id(), "yes", hash));
        assertThat(h.ordered()).containsExactly("api", "shop", "web");
        assertThat(h.house.events(RollbackOrdered.class))
                .allSatisfy(o -> {
                    assertThat(o.authority().people()).containsExactly("olga (on-call)");
                    assertThat(o.planHash()).isEqualTo("hash-" + o.rollback());
                });
        ends(h);
    }

    @Test
    void where_a_member_would_ask_its_people_the_group_asks_those_of_its_leader() {
        GroupHouse h = house("together");
        new Commands(h.store, new Policies())
                .give(API, GroupHouse.ADMIN, new Command.SetMode(Mode.PROPOSE, "carefully"), null);
        h.raises(SHOP, "ShopDown");
        assertThat(h.state(SHOP)).isEqualTo("awaiting-approval");
        assertThat(h.orders()).isEmpty();
        h.says(SHOP, GroupHouse.OLGA, (i, _) -> new Command.Deny(i.id(), "no"));
        assertThat(h.orders()).isEmpty();
        assertThat(List.of(h.state(API), h.state(WEB))).containsOnly("resolved");
    }

    @Test
    void a_member_that_only_observes_holds_all_of_them_and_people_are_told_why() {
        GroupHouse h = house("together");
        new Commands(h.store, new Policies())
                .give(WEB, GroupHouse.ADMIN, new Command.SetMode(Mode.OBSERVE, "new here"), null);
        h.raises(SHOP, "ShopDown");
        h.passes(Duration.ofMinutes(30));
        assertThat(h.orders()).isEmpty();
        assertThat(h.state(SHOP)).isEqualTo("escalated");
        assertThat(h.house.events(IncidentEscalated.class).getFirst().reason())
                .contains("web/production: the mode is observe");
        assertThat(List.of(h.state(API), h.state(WEB))).containsOnly("resolved");
    }

    @Test
    void a_leader_that_only_observes_asks_nobody() {
        GroupHouse h = house("together");
        new Commands(h.store, new Policies())
                .give(SHOP, GroupHouse.ADMIN, new Command.SetMode(Mode.OBSERVE, "new here"), null);
        h.raises(SHOP, "ShopDown");
        assertThat(h.state(SHOP)).isEqualTo("withheld");
        assertThat(h.quiet(API) && h.quiet(WEB)).isTrue();
    }

    @Test
    void who_does_not_follow_is_not_taken_along_whatever_another_pack_says() {
        GroupHouse h = house("together");
        h.activate("web", ShopPack.of("web", "follows: [bank]\n"));
        h.raises(SHOP, "ShopDown");
        h.passes(Duration.ofMinutes(5));
        assertThat(h.orders()).isEmpty();
        assertThat(h.quiet(WEB)).isTrue();
        assertThat(h.house.events(IncidentEscalated.class).getFirst().reason())
                .contains("web/production: its decisions.yml does not say 'follows: [shop]'");
    }

    @Test
    void a_member_whose_own_rollback_runs_is_waited_for() {
        GroupHouse h = house("together");
        h.held.add(API);
        h.raises(API, "ShopDown");
        h.raises(SHOP, "ShopDown");
        assertThat(h.ordered()).containsExactly("api");
        assertThat(h.state(SHOP)).isEqualTo("withheld");
        h.says(API, GroupHouse.OLGA, (i, _) -> new Command.Note(i.id(), "it takes long"));
        h.broken.add(API);
        h.works(API);
        h.passes(Duration.ofMinutes(4));
        assertThat(h.ordered()).doesNotContain("web");
    }

    @Test
    void a_member_with_an_incident_of_its_own_that_only_waits_goes_with_the_group() {
        GroupHouse h = house("together");
        h.raises(API, "Slow");
        assertThat(h.state(API)).isEqualTo("watching");
        h.raises(SHOP, "ShopDown");
        assertThat(h.ordered()).containsExactlyInAnyOrder("api", "shop", "web");
        h.clears(API);
        ends(h);
    }

    @Test
    void a_member_without_a_plan_leaves_the_others_as_they_are() {
        GroupHouse h = house("in-order");
        h.planless.add(WEB);
        h.raises(SHOP, "ShopDown");
        h.passes(Duration.ofMinutes(5));
        assertThat(h.orders()).isEmpty();
        assertThat(h.state(SHOP)).isEqualTo("escalated");
        assertThat(h.state(API)).isEqualTo("resolved");
    }

    @Test
    void when_one_breaks_those_after_it_do_not_go_and_people_read_how_far_it_was() {
        GroupHouse h = house("in-order");
        h.broken.add(SHOP);
        h.raises(SHOP, "ShopDown");
        h.passes(Duration.ofMinutes(2));
        assertThat(h.ordered()).doesNotContain("web").startsWith("api", "shop");
        assertThat(h.state(WEB)).isEqualTo("resolved");
        assertThat(h.house.events(IncidentEscalated.class))
                .anySatisfy(e ->
                        assertThat(e.reason())
                                .contains("group 'G' stops")
                                .contains("gone back: api/production")
                                .contains("not gone back: web/production"));
    }

    @Test
    void a_switch_that_is_thrown_in_between_stops_those_that_have_not_gone() {
        GroupHouse h = house("in-order");
        h.held.add(API);
        h.raises(SHOP, "ShopDown");
        var _ =
                h.house.publish(
                        Scope.pack("web"),
                        new HaltChanged(true, "web/*", "ada", "we look", h.house.now()));
        h.works(API);
        h.passes(Duration.ofMinutes(1));
        assertThat(h.ordered()).containsExactly("api", "shop");
        assertThat(h.house.events(IncidentEscalated.class))
                .anySatisfy(e -> assertThat(e.reason()).contains("web/production: ", "we look"));
    }

    @Test
    void two_groups_that_want_the_same_systems_come_after_one_another() {
        String both = "follows: [left, right]\n";
        String members = "groups:\n  - {name: G, go-back: together, members: [%s, a, b]}\n";
        GroupHouse h =
                new GroupHouse(
                        new TreeMap<>(
                                Map.of(
                                        "a",
                                        both,
                                        "b",
                                        both,
                                        "left",
                                        members.formatted("left"),
                                        "right",
                                        members.formatted("right"))));
        h.systems.forEach(h.held::add);
        h.raises(Scope.of("left", "production"), "ShopDown");
        h.raises(Scope.of("right", "production"), "ShopDown");
        assertThat(h.ordered()).containsExactlyInAnyOrder("left", "a", "b");
        h.systems.forEach(h::works);
        h.clears(Scope.of("left", "production"));
        h.passes(Duration.ofHours(3));
        assertThat(h.ordered().subList(0, 3)).containsExactlyInAnyOrder("left", "a", "b");
        Incident right = h.incident(Scope.of("right", "production"));
        assertThat(right.lead() == null || right.lead().over()).isTrue();
    }

    @ParameterizedTest(name = "decision-service dies at durable write {0}")
    @ValueSource(ints = {1, 3, 5, 8, 11, 14, 17, 20, 23, 27, 31, 36})
    void whenever_it_dies_every_member_is_ordered_once(int write) {
        for (boolean after : new boolean[] {false, true}) {
            GroupHouse h = house("in-order");
            h.store.crashAtWrite(write, after);
            h.raises(SHOP, "ShopDown");
            h.passes(Duration.ofMinutes(1));
            assertThat(h.ordered()).containsExactly("api", "shop", "web");
            ends(h);
        }
    }

    @Test
    void what_has_ended_is_nobodys_open_incident_though_it_is_listed_as_such() {
        GroupHouse h = house("together");
        h.raises(SHOP, "ShopDown");
        ends(h);
        boolean _ =
                h.store.in(
                        API,
                        w -> {
                            Lists.add(w, h.incident(API));
                            return true;
                        });
        assertThat(new Groups(h.store, new Policies()).all(_ -> true).getFirst().members())
                .allMatch(m -> m.incident() == null);
    }

    @Test
    void a_policy_is_read_once_a_version() {
        GroupHouse h = house("together");
        Policies policies = new Policies();
        assertThat(policies.current(h.store)).hasSize(3);
        assertThat(policies.current(h.store).getFirst())
                .isSameAs(policies.current(h.store).getFirst());
    }
}
