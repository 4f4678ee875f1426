package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.rehearsal.WhatIf;
import dev.holdfast.decision.flow.RecordedShop;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Recorded events against the same policy, and against another one.
final class WhatIfTest {
    private static List<WhatIf.Recorded> record = List.of();

    @BeforeAll
    static void something_happened() {
        record = RecordedShop.record();
        assertThat(record).hasSizeGreaterThan(5);
    }

    private static List<WhatIf.Difference> with(String decisions) {
        Problems problems = new Problems();
        Policy policy =
                PolicyFile.read(ShopPack.with(decisions), problems)
                        .orElseThrow(() -> new AssertionError(problems.lines()));
        return WhatIf.of(policy, RecordedShop.SCOPE, record);
    }

    @Test
    void the_same_policy_decides_the_same_again() {
        assertThat(with(ShopPack.DECISIONS)).hasSize(2).noneMatch(WhatIf.Difference::differs);
    }

    @Test
    void another_policy_says_what_would_be_otherwise() {
        List<WhatIf.Difference> all =
                with(
                        ShopPack.DECISIONS.replace(
                                "impact: Nobody can order.\n    action: rollback",
                                "impact: Nobody can order.\n    action: ask"));
        assertThat(all.stream().filter(WhatIf.Difference::differs))
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.was()).extracting(WhatIf.First::action).isEqualTo("rollback");
                    assertThat(d.would()).extracting(WhatIf.First::action).isEqualTo("ask");
                });
    }

    @Test
    void what_is_looked_at_is_named() {
        for (WhatIf.Recorded r : record) {
            Event event = r.event();
            assertThat(WhatIf.wanted(event.getClass())).as(EventTypes.of(event)).isTrue();
        }
    }
}
