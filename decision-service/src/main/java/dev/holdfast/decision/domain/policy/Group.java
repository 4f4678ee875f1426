package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Scope;

import java.util.List;

/// Systems that only work together, so that they go back together.
///
/// @param inOrder one after the other, each when the one before is verified; else all at once
/// @param members this system too, in the order in which they go back; each a system, which means
///     that system in the same environment, or `system/environment`
public record Group(String name, boolean inOrder, List<String> members) {
    public Group {
        members = List.copyOf(members);
    }

    /// The members as keys, seen from one of them: in a drill all of them are those of the drill.
    public List<String> keys(Scope at) {
        return members.stream().map(m -> key(m, at)).toList();
    }

    static String key(String member, Scope at) {
        int slash = member.indexOf('/');
        return slash < 0
                ? new Scope(member, at.environment(), at.drill()).key()
                : new Scope(member.substring(0, slash), member.substring(slash + 1), at.drill())
                        .key();
    }
}
