package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `groups:` and `follows:`, and the `group:` of rows.
final class GroupsSection {
    private static final int MOST_MEMBERS = 10;
    private static final int MOST_GROUPS = 20;

    private enum GoBack {
        TOGETHER,
        IN_ORDER
    }

    private GroupsSection() {}

    static Map<String, Group> groups(YamlMap file, PackManifest manifest) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (YamlValue v : file.list("groups")) {
            YamlMap m = v.map().only("name", "go-back", "members", "description");
            String name = m.text("name");
            if (groups.size() == MOST_GROUPS) {
                v.problem("at most %d groups are read".formatted(MOST_GROUPS));
                return groups;
            }
            if (groups.containsKey(name)) {
                m.required("name").problem("there is a group '%s' already".formatted(name));
            }
            boolean inOrder = m.required("go-back").oneOf(GoBack.class) == GoBack.IN_ORDER;
            groups.put(name, new Group(name, inOrder, members(m, manifest)));
        }
        return groups;
    }

    private static List<String> members(YamlMap m, PackManifest manifest) {
        List<YamlValue> values = m.required("members").list();
        Set<String> seen = new HashSet<>();
        boolean own = false;
        for (YamlValue v : values) {
            String member = member(v);
            if (!seen.add(member)) {
                v.problem("'%s' is a member already".formatted(member));
            }
            own |= own(v, member, manifest);
        }
        if (m.has("members") && (!own || seen.size() < 2)) {
            m.required("members")
                    .problem(
                            "a group is '%s' itself and at least one other member"
                                    .formatted(manifest.system()));
        }
        if (values.size() > MOST_MEMBERS) {
            values.get(MOST_MEMBERS).problem("at most %d members".formatted(MOST_MEMBERS));
        }
        return values.stream().map(YamlValue::text).toList();
    }

    /// A member of this pack; its environment must be one.
    private static boolean own(YamlValue v, String member, PackManifest manifest) {
        int slash = member.indexOf('/');
        boolean own = (slash < 0 ? member : member.substring(0, slash)).equals(manifest.system());
        Set<String> known = manifest.environments().keySet();
        if (own && slash >= 0 && !known.contains(member.substring(slash + 1))) {
            v.problem(
                    "pack.yml has no environment '%s'%s"
                            .formatted(
                                    member.substring(slash + 1),
                                    NearestName.hint(member.substring(slash + 1), known)));
        }
        return own;
    }

    /// Leaders that may take this system along.
    static Set<String> follows(YamlMap file) {
        Set<String> follows = new HashSet<>();
        file.list("follows").forEach(v -> follows.add(member(v)));
        return Set.copyOf(follows);
    }

    private static String member(YamlValue v) {
        String text = v.text();
        String key = text.contains("/") ? text : text + "/any";
        if (!Scope.isKey(key) || key.contains("~") || key.endsWith("*")) {
            v.problem("'%s' is no system and no system/environment".formatted(text));
        }
        return text;
    }

    /// Each row's `group` is one, and each group is named by a row.
    static void named(YamlMap file, Map<String, Group> groups) {
        Set<String> used = new HashSet<>();
        for (YamlValue row : file.list("matrix")) {
            row.map()
                    .optional("group")
                    .ifPresent(v -> {
                        used.add(v.text());
                        if (!groups.containsKey(v.text())) {
                            v.problem(
                                    "there is no group '%s'%s"
                                            .formatted(
                                                    v.text(),
                                                    NearestName.hint(v.text(), groups.keySet())));
                        }
                    });
        }
        for (YamlValue v : file.list("groups")) {
            if (!used.contains(v.map().text("name"))) {
                v.problem("no row of the matrix says 'group: %s'".formatted(v.map().text("name")));
            }
        }
    }
}
