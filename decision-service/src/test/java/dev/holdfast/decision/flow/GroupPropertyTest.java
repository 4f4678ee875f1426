package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Lead;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.policy.Mode;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Random groups that overlap, random things that happen to them, and deaths in between: no two groups
/// block each other, every order has authority, and one rollback acts on a system at a time. More of
/// them with `-Dgroups=10000`.
final class GroupPropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

    private static final List<String> RULES =
            List.of("ShopDown", "ShopDown", "ShopDown", "Slow", "Burning");

    private final int many = Integer.getInteger("groups", 5);
    private final long first = Long.getLong("seed", 20_261_120);

    @Test
    void whatever_happens_every_group_ends_and_nothing_is_ordered_without_authority() {
        int ordered = 0;
        for (long seed = first; seed < first + many; seed++) {
            try {
                ordered += history(new Random(seed * 7_919));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("the groups of seed " + seed, e);
            }
        }
        assertThat(ordered).as("orders in all").isGreaterThan(many);
    }

    /// Who leads whom has no circle: a system leads only those after it.
    private static GroupHouse groups(Random random) {
        Map<String, String> tails = new TreeMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            List<String> members = new ArrayList<>(List.of(NAMES.get(i)));
            for (String other : NAMES.subList(i + 1, NAMES.size())) {
                if (random.nextInt(2) == 0) {
                    members.add(random.nextInt(members.size() + 1), other);
                }
            }
            String follows = "follows: [%s]\n".formatted(String.join(", ", NAMES));
            String group =
                    "groups:\n  - {name: G, go-back: %s, members: [%s]}\n"
                            .formatted(
                                    random.nextBoolean() ? "together" : "in-order",
                                    String.join(", ", members));
            tails.put(NAMES.get(i), members.size() > 1 ? follows + group : follows);
        }
        GroupHouse h = new GroupHouse(tails);
        // Of some the row with the group is the lesser one, and a worse trigger asks for no group.
        tails.forEach((system, tail) -> {
            if (random.nextInt(3) == 0) {
                h.activate(system, GroupTroubleStoryTest.lesser(system, tail));
            }
        });
        return h;
    }

    private static int history(Random random) {
        GroupHouse h = groups(random);
        for (int i = 0; i < 40; i++) {
            something(h, random, h.systems.get(random.nextInt(h.systems.size())));
            holds(h);
        }
        h.systems.forEach(h::works);
        h.systems.forEach(h::clears);
        h.systems.forEach(s -> halt(h, s, false));
        h.passes(Duration.ofHours(5));
        h.systems.forEach(s -> rests(h, s));
        return h.orders().size();
    }

    private static void something(GroupHouse h, Random random, Scope s) {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> h.raises(s, RULES.get(random.nextInt(RULES.size())));
            case 3 -> h.clears(s);
            case 4, 5, 6 -> h.passes(Duration.ofSeconds(random.nextInt(1_200)));
            case 7 -> h.held.add(s);
            case 8, 9 -> h.works(s);
            case 10 -> {
                boolean _ = random.nextBoolean() ? h.losing.add(s) : h.losing.remove(s);
            }
            case 11 -> approves(h, s);
            case 12 -> halt(h, s, random.nextInt(4) == 0);
            default -> rarely(h, random, s);
        }
    }

    private static void rarely(GroupHouse h, Random random, Scope s) {
        switch (random.nextInt(4)) {
            case 0 -> h.store.crashAtWrite(1 + random.nextInt(30), random.nextBoolean());
            case 1 -> {
                boolean _ = random.nextBoolean() ? h.planless.add(s) : h.planless.remove(s);
            }
            case 2 -> {
                boolean _ = random.nextBoolean() ? h.broken.add(s) : h.broken.remove(s);
            }
            default -> {
                var _ =
                        new Commands(h.store, new Policies())
                                .give(
                                        s,
                                        GroupHouse.ADMIN,
                                        new Command.SetMode(
                                                List.of(Mode.values()).get(random.nextInt(3)),
                                                "because"),
                                        null);
            }
        }
    }

    private static void approves(GroupHouse h, Scope s) {
        if (!h.quiet(s)) {
            var _ =
                    h.says(
                            s,
                            GroupHouse.OLGA,
                            (i, hash) -> new Command.Approve(i.id(), "yes", hash));
        }
    }

    private static void halt(GroupHouse h, Scope s, boolean on) {
        var _ =
                h.house.publish(
                        Scope.pack(s.system()),
                        new HaltChanged(on, s.system() + "/*", "ada", "why", h.house.now()));
    }

    private static void holds(GroupHouse h) {
        assertThat(h.house.events(RollbackOrdered.class))
                .allSatisfy(o -> {
                    assertThat(o.authority().missing()).isFalse();
                    assertThat(o.planHash()).as("its own plan").isEqualTo("hash-" + o.rollback());
                });
        Map<String, String> proposed = new HashMap<>();
        for (Envelope<?> e : h.house.log()) {
            if (e.data() instanceof RollbackProposed p) {
                proposed.put(p.incident(), p.rollback());
            } else if (e.data() instanceof RollbackOrdered o) {
                assertThat(o.rollback())
                        .as("the last plan that was asked for")
                        .isEqualTo(proposed.get(o.incident()));
            }
        }
    }

    /// Nothing waits for a group any more.
    private static void rests(GroupHouse h, Scope s) {
        for (Incident i : h.store.under(s, Shelves.INCIDENTS)) {
            Lead lead = i.lead();
            assertThat(lead == null || lead.over()).as("%s leads %s", s, lead).isTrue();
            assertThat(i.bond()).as("%s is bound", s).isNull();
            boolean waits = i.state() instanceof State.Withheld w && w.cause() == State.Cause.GROUP;
            assertThat(waits).as("%s waits: %s", s, i.state()).isFalse();
        }
        assertThat(h.store.under(s, Shelves.INCOMING)).isEmpty();
        assertThat(h.store.under(s, Shelves.OUTGOING)).isEmpty();
        Replay.Report replay = new Replay(h.store, new Policies()).of(s);
        assertThat(replay.difference()).as("the replay of %s", s).isNull();
    }
}
