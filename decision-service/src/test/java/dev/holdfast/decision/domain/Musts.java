package dev.holdfast.decision.domain;

import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Situation.Fleet;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What must hold after every step of any history. It keeps its own count of orders and proofs, so
/// that it does not believe the machine's.
final class Musts {
    private final Policy policy;
    private final Supplier<String> told;
    private final List<RollbackOrdered> orders = new ArrayList<>();
    private final Map<String, PlanReady> plans = new HashMap<>();
    private final Set<String> unproven = new HashSet<>();
    private Instant now = Instant.EPOCH;

    Musts(Policy policy, Supplier<String> told) {
        this.policy = policy;
        this.told = told;
    }

    /// What surrounds the site while something happens to it.
    record Around(Instant now, boolean upToDate, String halted, Fleet fleet) {}

    int orders() {
        return orders.size();
    }

    void planned(PlanReady plan) {
        plans.put(plan.hash(), plan);
    }

    void open(@Nullable Incident incident, Site site, Instant at) {
        now = at;
        must(
                incident == null || incident.id().equals(site.open()),
                "the open incident is the site's");
    }

    void state(Incident i, Site site, Instant at, boolean written) {
        now = at;
        orders.removeIf(
                o -> site.orders().stream().noneMatch(x -> x.rollback().equals(o.rollback())));
        must(
                i.state().ended() || i.state().deadline() != null,
                "every state that is no end has a deadline");
        if (written) {
            Incident read = Json.read(Json.text(i), Incident.class);
            must(read.equals(i), "an incident is read as it was written");
        }
        unproven.retainAll(
                site.orders().stream()
                        .filter(o -> o.incident().equals(i.id()))
                        .map(Site.Order::rollback)
                        .toList());
        if (i.state() instanceof State.Holding) {
            unproven.clear();
        }
        must(
                !(i.state() instanceof State.Resolved) || unproven.isEmpty(),
                "what may be half done is resolved by no calm");
    }

    void order(
            RollbackOrdered o,
            @Nullable Incident before,
            Site siteBefore,
            Site siteAfter,
            Incident after,
            Around around) {
        now = around.now();
        PlanReady plan = plans.get(o.planHash());
        must(
                plan != null && plan.rollback().equals(o.rollback()),
                "an order names the plan that was made");
        must(!o.authority().missing(), "an order has authority");
        must(
                around.upToDate() && around.halted().isEmpty(),
                "no order while switched off or behind");
        Mode mode = siteBefore.mode(policy);
        must(mode != Mode.OBSERVE, "no order in observe mode");
        boolean people = !o.authority().people().isEmpty();
        boolean loses = plan != null && plan.dataLost() != null;
        must(people || mode == Mode.AUTOMATIC, "people allow it in propose mode");
        must(people || !loses, "losing data needs people");
        boolean contains = siteAfter.orders().getLast().contains();
        must(
                people || contains || inWindow(siteBefore, o.from()),
                "after the window of a deployment people must agree");
        if (contains) {
            must(!loses, "a containment loses nothing");
        } else {
            real(o, before, after, loses);
            boolean glass =
                    o.authority().people().stream().anyMatch(p -> p.contains("broke the glass"));
            if (!glass) {
                limited(o, before, siteBefore, after, around.fleet());
            }
        }
        orders.add(o);
        unproven.add(o.rollback());
    }

    private void real(RollbackOrdered o, @Nullable Incident before, Incident after, boolean loses) {
        List<String> people = o.authority().people();
        must(
                people.stream()
                        .filter(p -> !p.contains("broke the glass"))
                        .noneMatch(p -> after.askedBy().contains(p.split(" ")[0])),
                "who asks does not approve");
        boolean glass = people.stream().anyMatch(p -> p.contains("broke the glass"));
        must(
                !glass || policy.breakGlass() != null,
                "nobody breaks a glass that the pack does not have");
        must(!glass || !loses, "a glass loses no data here");
        must(before == null || before.running() == null, "one rollback at a time");
    }

    private void limited(
            RollbackOrdered o,
            @Nullable Incident before,
            Site siteBefore,
            Incident after,
            Fleet fleet) {
        must(
                fleet.acting() < Math.max(1, (long) (policy.limits().share() * fleet.systems())),
                "a share of the fleet at the same time");
        must(
                policy.limits().freezes().stream().noneMatch(f -> f.covers(now, after.severity())),
                "nothing is ordered in a freeze");
        must(
                !o.authority().people().isEmpty() || before == null || before.stoppedBy() == null,
                "what was stopped needs people");
        must(
                !after.triggers().fresh(now, policy.signalsStand()).isEmpty(),
                "nothing acts on old news");
        must(o.notAfter().equals(now.plusSeconds(120)), "an order lapses");
        List<RollbackOrdered> real =
                orders.stream().filter(x -> rolledBack(siteBefore, x)).toList();
        Instant window = now.minus(policy.limits().within());
        must(
                real.stream().filter(x -> x.at().isAfter(window)).count()
                        < policy.limits().perSystem(),
                "rollbacks in the window");
        boolean cool =
                real.isEmpty()
                        || !real.getLast().at().plus(policy.limits().coolDown()).isAfter(now);
        must(
                cool || after.ordered() > 1 || real.getLast().incident().equals(o.incident()),
                "cool-down");
        Instant failed = siteBefore.ledger().failedAt(o.to()).orElse(null);
        must(
                failed == null || !now.isBefore(failed.plus(policy.limits().notAgain())),
                "never again to what was rolled away from");
    }

    private static boolean rolledBack(Site site, RollbackOrdered order) {
        return site.orders().stream()
                .anyMatch(y -> y.rollback().equals(order.rollback()) && !y.contains());
    }

    private boolean inWindow(Site siteBefore, @Nullable Release from) {
        var window = policy.window();
        return window == null
                || (from != null
                        && siteBefore
                                .ledger()
                                .find(from)
                                .filter(e -> window.open(e.startedAt(), e.completedAt(), now))
                                .isPresent());
    }

    private void must(boolean holds, String what) {
        if (!holds) {
            String text = told.get();
            throw new AssertionError(
                    what
                            + " at "
                            + now
                            + ":\n"
                            + text.substring(Math.max(0, text.length() - 4_000)));
        }
    }
}
