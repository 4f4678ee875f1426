package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Mail;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What comes between while a group goes back: only what was judged is ordered, and nobody goes for a
/// group that is over.
final class GroupTroubleStoryTest {
    private static final Scope API = Scope.of("api", "production");
    private static final Scope SHOP = Scope.of("shop", "production");
    private static final Scope WEB = Scope.of("web", "production");
    private static final Person CAROL = new Person("carol", List.of());
    private static final Person OSCAR = new Person("oscar", List.of());
    private static final String FOLLOWS = "follows: [shop]\n";

    private static final String BURNING =
            """
              - name: burning
                when: trigger.rule == "Burning"
                severity: P0
                impact: All of it burns.
                action: rollback
                runbook: restore
            """;

    private static String group(String goBack, String members) {
        return "groups:\n  - {name: G, go-back: %s, members: [%s]}\n".formatted(goBack, members);
    }

    private static GroupHouse house(String group) {
        return new GroupHouse(new TreeMap<>(Map.of("api", FOLLOWS, "shop", group, "web", FOLLOWS)));
    }

    /// Of a pack whose row with the group is only P1, and has one before it that is P0 and has none.
    static PackFiles lesser(String system, String tail) {
        PackFiles pack = ShopPack.of(system, tail);
        Map<String, String> files = new HashMap<>(pack.files());
        files.computeIfPresent(
                "decisions.yml",
                (_, text) ->
                        text.replace(
                                        "severity: P0\n    impact: Nobody",
                                        "severity: P1\n    impact: Nobody")
                                .replace("matrix:\n", "matrix:\n" + BURNING));
        return PackFiles.of(system, files);
    }

    private static void asks(GroupHouse h) {
        h.losing.add(WEB);
        h.raises(SHOP, "ShopDown");
        assertThat(h.state(SHOP)).isEqualTo("awaiting-approval");
    }

    @Test
    void a_worse_trigger_whose_row_has_no_group_orders_its_own_plan_and_lets_the_group_go() {
        String tail = group("together", "api, shop, web");
        GroupHouse h = house(tail);
        h.activate("shop", lesser("shop", tail));
        asks(h);
        h.raises(SHOP, "Burning");
        assertThat(h.ordered()).containsExactly("shop");
        RollbackProposed last = h.house.events(RollbackProposed.class).getLast();
        assertThat(h.house.events(RollbackOrdered.class).getFirst().rollback())
                .isEqualTo(last.rollback());
        assertThat(last.runbook()).isEqualTo("restore");
        assertThat(List.of(h.state(API), h.state(WEB))).containsOnly("resolved");
    }

    @Test
    void a_no_to_the_plan_of_the_group_is_not_overruled_for_the_leader_alone() {
        GroupHouse h = house(group("together", "api, shop, web"));
        asks(h);
        String whole = h.house.events(ApprovalRequested.class).getLast().planHash();
        h.says(SHOP, GroupHouse.OLGA, (i, _) -> new Command.Deny(i.id(), "not now"));
        Answer read = h.says(SHOP, CAROL, (i, _) -> new Command.Approve(i.id(), "do it", whole));
        Answer own = h.says(SHOP, CAROL, (i, hash) -> new Command.Approve(i.id(), "do it", hash));
        assertThat(List.of(read, own)).allMatch(Answer.Refused.class::isInstance);
        h.passes(Duration.ofMinutes(20));
        assertThat(h.orders()).isEmpty();
    }

    @Test
    void a_member_that_could_not_go_does_not_go_back_by_itself_later() {
        GroupHouse h = house(group("in-order", "api, shop, web"));
        h.held.add(API);
        h.raises(SHOP, "ShopDown");
        halt(h, true);
        h.works(API);
        h.passes(Duration.ofMinutes(1));
        assertThat(h.ordered()).containsExactly("api", "shop");
        halt(h, false);
        h.passes(Duration.ofMinutes(90));
        assertThat(h.ordered()).containsExactly("api", "shop");
        assertThat(h.state(WEB)).isEqualTo("resolved");
    }

    private static void halt(GroupHouse h, boolean on) {
        var _ =
                h.house.publish(
                        Scope.pack("web"),
                        new HaltChanged(on, "web/*", "ada", "we look", h.house.now()));
        h.passes(Duration.ofSeconds(1));
    }

    @Test
    void the_last_of_a_long_group_waits_as_long_as_the_others_take() {
        String order = "api, bank, shop, web";
        GroupHouse h =
                new GroupHouse(
                        new TreeMap<>(
                                Map.of(
                                        "api",
                                        FOLLOWS,
                                        "bank",
                                        FOLLOWS,
                                        "shop",
                                        group("in-order", order),
                                        "web",
                                        FOLLOWS)));
        h.held.addAll(h.systems);
        h.raises(SHOP, "ShopDown");
        for (String system : List.of("api", "bank", "shop", "web")) {
            h.passes(Duration.ofMinutes(25));
            h.works(Scope.of(system, "production"));
        }
        assertThat(h.ordered()).containsExactly("api", "bank", "shop", "web");
    }

    @Test
    void who_asked_for_a_members_rollback_does_not_approve_it_as_one_of_the_group() {
        GroupHouse h = house(group("together", "api, shop, web"));
        var _ =
                new Commands(h.store, new Policies())
                        .give(WEB, GroupHouse.OLGA, new Command.Rollback("slow", null, null), null);
        h.passes(Duration.ofSeconds(1));
        h.raises(SHOP, "ShopDown");
        assertThat(h.state(SHOP)).isEqualTo("awaiting-approval");
        Answer olga =
                h.says(SHOP, GroupHouse.OLGA, (i, hash) -> new Command.Approve(i.id(), "y", hash));
        assertThat(AuthorityStoryTest.refused(olga)).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(h.orders()).isEmpty();
        h.says(SHOP, OSCAR, (i, hash) -> new Command.Approve(i.id(), "y", hash));
        assertThat(h.ordered()).containsExactlyInAnyOrder("api", "shop", "web");
    }

    @Test
    void nobody_goes_back_for_an_incident_that_a_person_has_closed() {
        GroupHouse h = house(group("in-order", "shop, api, web"));
        h.held.add(API);
        h.raises(SHOP, "ShopDown");
        assertThat(h.ordered()).containsExactly("shop", "api");
        Answer closed =
                h.says(SHOP, GroupHouse.OLGA, (i, _) -> new Command.Close(i.id(), "we stop here"));
        assertThat(closed).isInstanceOf(Answer.Done.class);
        h.works(API);
        h.passes(Duration.ofMinutes(10));
        assertThat(h.ordered()).containsExactly("shop", "api");
        assertThat(h.state(WEB)).isEqualTo("resolved");
    }

    @Test
    void told_twice_to_go_a_member_that_is_there_does_not_stop_the_others() {
        GroupHouse h = house(group("in-order", "web, api, shop"));
        h.held.add(API);
        h.raises(SHOP, "ShopDown");
        assertThat(h.ordered()).containsExactly("web", "api");
        Mail go =
                h.store.under(WEB, Shelves.AUDIT).stream()
                        .filter(e -> e.kind().equals(Mailroom.KIND))
                        .map(e -> Json.read(e.body(), Mail.class))
                        .filter(m -> m.kind() == Mail.Kind.GO)
                        .findFirst()
                        .orElseThrow();
        var _ = h.store.in(WEB, w -> Mailroom.put(w, new Mailroom.Letter("again", go)));
        h.passes(Duration.ofSeconds(10));
        h.works(API);
        assertThat(h.ordered()).containsExactly("web", "api", "shop");
    }

    @Test
    void a_word_to_go_that_is_read_after_its_end_orders_nothing() {
        GroupHouse h = house(group("together", "api, shop, web"));
        asks(h);
        String id = h.incident(SHOP).id();
        String whole = h.house.events(ApprovalRequested.class).getLast().planHash();
        Answer yes =
                new Commands(h.store, new Policies())
                        .give(SHOP, CAROL, new Command.Approve(id, "do it", whole), null);
        assertThat(yes).isInstanceOf(Answer.Done.class);
        // The letters are put into the boxes, and nobody reads them.
        h.store.upToDate(false);
        h.passes(Duration.ofMinutes(3));
        h.store.upToDate(true);
        h.passes(Duration.ofMinutes(1));
        assertThat(h.ordered()).containsExactly("shop");
        assertThat(h.house.events(IncidentEscalated.class))
                .anyMatch(e -> e.reason().contains("the word to go came after its end"));
        assertThat(List.of(h.state(API), h.state(WEB))).containsOnly("resolved");
    }
}
