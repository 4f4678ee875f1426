package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.policy.GroupCheck;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.rehearsal.DecisionTests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Groups as they stand in decisions.yml, alone and beside the packs of the others.
final class GroupsFileTest {
    private static final String ROW =
            "impact: Nobody can order.\n    action: rollback\n    runbook: application\n";

    private static PackFiles pack(String system, String row, String tail) {
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml",
                        ShopPack.PACK.replace("system: shop", "system: " + system),
                        "decisions.yml",
                        ShopPack.DECISIONS.replace(ROW, ROW + row) + tail));
    }

    private static List<String> problems(String row, String tail) {
        Problems problems = new Problems();
        var _ = PolicyFile.read(pack("shop", row, tail), problems);
        return problems.lines();
    }

    private static Policy policy(String system, String tail) {
        Problems problems = new Problems();
        String row = tail.contains("groups:") ? "    group: G\n" : "";
        return PolicyFile.read(pack(system, row, tail), problems)
                .orElseThrow(() -> new AssertionError(problems.lines()));
    }

    private static List<String> beside(Policy one, Policy... others) {
        Map<String, Policy> known = new HashMap<>();
        for (Policy p : others) {
            known.put(p.system(), p);
        }
        return GroupCheck.problems(one, known, Set.of("production"));
    }

    /// One broken member, and what `holdfast test` expects and is told.
    private static List<String> tested(String members, String expect) {
        String text =
                """
                decisions:
                  - name: a member does not go
                    releases:
                      - {component: web, version: "1", held: true}
                      - {component: web, version: "2"}
                    members: %s
                    events:
                      - {at: 0s, raise: ShopDown}
                    expect:
                      - %s
                """
                        .formatted(members, expect);
        PackFiles pack = pack("shop", "    group: G\n", leads("api, shop, web"));
        return DecisionTests.run(pack, "t.yml", text).problems().stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{at: 30s, members: [api/production], ordered: []}",
                "{}|{at: 3m, members: [api/production, web/production], ordered: [application]}",
                "{api: {fails: true}}|{at: 5m, members: [api/production], ordered: [], state: escalated}",
                "{api: {refuses: it is frozen}}|{at: 5m, members: [], state: escalated}",
                "{web/production: {loses: a day}}|{at: 5s, members: [], asked: [on-call]}",
                "{web: {asks: true}}|{at: 5s, members: [], asked: [on-call]}",
            })
    void a_test_says_how_the_members_of_a_group_answer(String members, String expect) {
        assertThat(tested(members, expect)).isEmpty();
    }

    @Test
    void a_test_that_expects_others_to_go_fails_with_who_went() {
        assertThat(
                        tested(
                                "{api: {fails: true}}",
                                "{at: 5m, members: [api/production, web/production]}"))
                .singleElement()
                .asString()
                .contains("members is [api/production]");
    }

    private static String leads(String members) {
        return "groups:\n  - {name: G, go-back: in-order, members: [%s]}\n".formatted(members);
    }

    @Test
    void a_group_that_a_row_names_is_right() {
        assertThat(problems("    group: G\n", leads("api, shop/production"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "api              | a group is 'shop' itself and at least one other member",
                "shop             | a group is 'shop' itself and at least one other member",
                "api, shop, api   | 'api' is a member already",
                "api, shop/prod   | pack.yml has no environment 'prod'",
                "API, shop        | 'API' is no system and no system/environment",
                "api/*, shop      | 'api/*' is no system and no system/environment"
            })
    void wrong_members_are_refused(String members, String problem) {
        assertThat(problems("    group: G\n", leads(members)))
                .anySatisfy(p -> assertThat(p).startsWith("decisions.yml:").contains(problem));
    }

    @Test
    void a_row_names_a_group_that_is_there_and_a_group_is_named_by_a_row() {
        assertThat(problems("    group: H\n", leads("api, shop")))
                .anySatisfy(p -> assertThat(p).contains("there is no group 'H'"))
                .anySatisfy(p -> assertThat(p).contains("no row of the matrix says 'group: G'"));
    }

    @Test
    void members_that_nobody_knows_or_that_do_not_follow_are_found() {
        Policy shop = policy("shop", leads("api, shop, web"));
        assertThat(beside(shop, policy("api", "follows: [bank, shop/staging]\n")))
                .containsExactly(
                        "group 'G': decisions.yml of 'api' does not say 'follows: [shop]', so"
                                + " api/production does not take part",
                        "group 'G': no pack of its member 'web' is known");
        assertThat(
                        beside(
                                shop,
                                policy("api", "follows: [shop]\n"),
                                policy("web", "follows: [shop/production]\n")))
                .isEmpty();
    }

    @Test
    void groups_that_lead_in_a_circle_are_found_however_long_it_is() {
        Policy a = policy("a", leads("a, b") + "follows: [c]\n");
        Policy b = policy("b", leads("b, c") + "follows: [a]\n");
        Policy c = policy("c", leads("c, a") + "follows: [b]\n");
        assertThat(beside(a, b, c))
                .containsExactly(
                        "the groups lead in a circle: a/production → b/production → c/production →"
                                + " a/production; one of them must only follow");
        assertThat(beside(a, b, policy("c", "follows: [b]\n"))).hasSize(0);
    }
}
