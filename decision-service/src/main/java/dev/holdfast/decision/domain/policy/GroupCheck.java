package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What is wrong with the groups of a pack, seen beside the packs of the others: members that do not
/// exist or do not follow, and groups that lead each other in a circle. Who leads whom must have no
/// circle, so that two groups never wait for each other.
public final class GroupCheck {
    private final Policy policy;
    private final Map<String, Policy> others;
    private final List<String> found = new ArrayList<>();

    private GroupCheck(Policy policy, Map<String, Policy> others) {
        this.policy = policy;
        this.others = others;
    }

    /// @param others the policies of the other systems that are known, by system
    /// @param environments of this pack
    /// @return one sentence for each problem; empty when nothing is wrong
    public static List<String> problems(
            Policy policy, Map<String, Policy> others, Set<String> environments) {
        GroupCheck check = new GroupCheck(policy, others);
        for (String environment : new TreeSet<>(environments)) {
            Scope at = Scope.of(policy.system(), environment);
            policy.groups().values().forEach(g -> check.members(g, at));
            check.circle(at);
        }
        return check.found.stream().distinct().toList();
    }

    private void members(Group group, Scope at) {
        List<String> keys = group.keys(at);
        if (!keys.contains(at.key())) {
            return;
        }
        for (String key : keys) {
            Scope member = Scope.parse(key);
            Policy other = policy(member.system());
            if (other == null) {
                found.add(
                        "group '%s': no pack of its member '%s' is known"
                                .formatted(group.name(), member.system()));
            } else if (!member.equals(at) && !other.follows(member, at)) {
                found.add(
                        ("group '%s': decisions.yml of '%s' does not say 'follows: [%s]', so %s"
                                        + " does not take part")
                                .formatted(group.name(), member.system(), at.system(), key));
            }
        }
    }

    private @Nullable Policy policy(String system) {
        return system.equals(policy.system()) ? policy : others.get(system);
    }

    private void circle(Scope start) {
        List<String> way = way(start, start.key(), new LinkedHashSet<>());
        if (!way.isEmpty()) {
            found.add(
                    "the groups lead in a circle: %s; one of them must only follow"
                            .formatted(String.join(" → ", way)));
        }
    }

    /// The way from `at` back to `wanted`, or none.
    private List<String> way(Scope at, String wanted, Set<String> seen) {
        seen.add(at.key());
        Policy leads = policy(at.system());
        for (String next : leads == null ? List.<String>of() : led(leads, at)) {
            if (next.equals(wanted)) {
                List<String> way = new ArrayList<>(seen);
                way.add(wanted);
                return way;
            }
            if (!seen.contains(next)) {
                List<String> way = way(Scope.parse(next), wanted, new LinkedHashSet<>(seen));
                if (!way.isEmpty()) {
                    return way;
                }
            }
        }
        return List.of();
    }

    private static Set<String> led(Policy policy, Scope at) {
        Set<String> led = new TreeSet<>();
        for (Group g : policy.groups().values()) {
            List<String> keys = g.keys(at);
            if (keys.contains(at.key())) {
                led.addAll(keys);
            }
        }
        led.remove(at.key());
        return led;
    }
}
