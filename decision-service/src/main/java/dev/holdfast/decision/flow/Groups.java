package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Lead;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.policy.Group;
import dev.holdfast.decision.domain.policy.Policy;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The groups of systems that the packs in force declare, and how far those are that go back now.
public final class Groups {
    private static final int MOST_SITES = 2_000;

    private final Transactions transactions;
    private final Policies policies;

    public Groups(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    /// One group where it is led.
    ///
    /// @param leader system/environment
    /// @param goBack `in-order` or `together`
    /// @param incident of the leader that takes the group back now; null: none
    public record View(
            String group,
            String leader,
            String goBack,
            @Nullable String incident,
            List<Member> members) {
        public View {
            members = List.copyOf(members);
        }
    }

    /// @param incident the member's own that is open; null: none
    /// @param state of that incident
    /// @param stage how far it is with the group: `waiting`, `asked`, `joined`, `planned`, `going`, `done`,
    ///     `broken`, `left`; null where no group goes back
    public record Member(
            String scope,
            @Nullable String incident,
            @Nullable String state,
            @Nullable String stage) {}

    /// By group and leader.
    ///
    /// @param readable where the reader has a role; groups are shown to those who may read their leader
    public List<View> all(Predicate<Scope> readable) {
        Map<String, Incident> open = new TreeMap<>();
        transactions
                .listed(Shelves.OPEN, Shelves.OPENED, Shelves.INCIDENTS, "", MOST_SITES)
                .stream()
                .filter(i -> i.value().isOpen())
                .forEach(i -> open.putIfAbsent(i.scope().key(), i.value()));
        Map<String, Policy> current = new TreeMap<>();
        policies.current(transactions).forEach(p -> current.put(p.system(), p));
        List<View> views = new ArrayList<>();
        for (Shelved<Site> site : transactions.everywhere(Shelves.SITES, null, MOST_SITES)) {
            Policy policy = current.get(site.scope().system());
            if (policy != null && !policy.groups().isEmpty() && readable.test(site.scope())) {
                policy.groups().values().stream()
                        .map(g -> view(g, site.scope(), open))
                        .forEach(views::add);
            }
        }
        views.sort(Comparator.comparing(View::group).thenComparing(View::leader));
        return views;
    }

    private static View view(Group group, Scope leader, Map<String, Incident> open) {
        Optional<Incident> leads =
                Optional.ofNullable(open.get(leader.key()))
                        .filter(i -> leads(i.lead(), group.name()));
        Lead lead = leads.map(Incident::lead).orElse(null);
        return new View(
                group.name(),
                leader.key(),
                group.inOrder() ? "in-order" : "together",
                leads.map(Incident::id).orElse(null),
                group.keys(leader).stream().map(k -> member(k, lead, open.get(k))).toList());
    }

    private static boolean leads(@Nullable Lead lead, String group) {
        return lead != null && !lead.over() && lead.group().equals(group);
    }

    private static Member member(String key, @Nullable Lead lead, @Nullable Incident own) {
        String stage =
                lead == null
                        ? null
                        : lead.members().stream()
                                .filter(m -> m.scope().equals(key))
                                .map(m -> m.stage().name().toLowerCase(Locale.ROOT))
                                .findFirst()
                                .orElse(null);
        return new Member(
                key, own == null ? null : own.id(), own == null ? null : own.state().word(), stage);
    }
}
