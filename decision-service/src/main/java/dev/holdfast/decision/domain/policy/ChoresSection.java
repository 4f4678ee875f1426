package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.policy.Chore.Phase;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads `checklists:` and `follow-ups:`.
final class ChoresSection {
    private static final int MOST = 100;

    private final List<String> roles;
    private final List<Chore> chores = new ArrayList<>();

    private ChoresSection(List<String> roles) {
        this.roles = roles;
    }

    static List<Chore> chores(YamlMap file, List<String> roles) {
        ChoresSection section = new ChoresSection(roles);
        YamlMap lists = file.map("checklists").only("before", "during", "after");
        section.add(lists.list("before"), Phase.BEFORE, Duration.ofMinutes(15));
        section.add(lists.list("during"), Phase.DURING, Duration.ofMinutes(30));
        section.add(lists.list("after"), Phase.AFTER, Duration.ofMinutes(30));
        section.add(file.list("follow-ups"), Phase.FOLLOW_UP, Duration.ofHours(24));
        return List.copyOf(section.chores);
    }

    private void add(List<YamlValue> items, Phase phase, Duration due) {
        for (YamlValue v : items) {
            if (chores.size() == MOST) {
                v.problem("at most %d items are read".formatted(MOST));
                return;
            }
            YamlMap m = v.map().only("title", "owner", "blocking", "due");
            Roles.check(m.required("owner"), roles);
            chores.add(
                    new Chore(
                            phase,
                            m.text("title"),
                            m.text("owner"),
                            m.flag("blocking", false),
                            PolicyFile.positive(m, "due", due)));
        }
    }
}
