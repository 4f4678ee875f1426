package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Caller;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.flow.Words.Taken;
import dev.holdfast.verifier.io.api.VerificationsController;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Who may read what was found, who may ask, and whose word counts.
class RightsTest {
    private static final String CHECKS =
            """
            hosts: ["127.0.0.1"]
            checks:
              quiet: { attested: { question: "No customer reports?", roles: [lead] } }
              calm: { attested: { question: "Calm?" } }
              health: { http: { url: "${shop-url}/health", status: 200 } }
            stages:
              people: { window: 10m, every: 1s, required: [quiet, calm] }
            standing:
              health: { every: 1m }
            """;
    private static final PackFiles PACK = pack("lead", "ada", "bob");

    private final ShopHouse shop = new ShopHouse(PACK);
    private final VerifierDesk desk = (VerifierDesk) shop.store.desk();
    private final VerificationsController api = new VerificationsController(shop.store, desk);

    private static PackFiles pack(String role, String... people) {
        StringBuilder all = new StringBuilder();
        for (String person : people) {
            all.append("  - {name: %s, roles: [%s]}\n".formatted(person, role));
        }
        return PackFiles.of(
                "shop",
                Map.of(
                        "pack.yml",
                        Packs.MANIFEST.replace(
                                "roles: [lead]\n", "roles: [%s]\npeople:\n%s".formatted(role, all)),
                        "checks.yml",
                        CHECKS.replace("roles: [lead]", "roles: [" + role + "]")));
    }

    private Taken attests(String who, String check, String... byToken) {
        return shop.store.in(
                ShopHouse.SHOP,
                work ->
                        desk.attested(
                                work,
                                "verification-1",
                                check,
                                true,
                                who,
                                Set.of(byToken),
                                "quiet"));
    }

    @Test
    void
            whom_the_verification_s_own_pack_gave_the_role_answers_it_when_it_is_called_otherwise_now() {
        shop.asks("people");
        PackFiles renamed = pack("chief", "ada");
        shop.house.offer(renamed);
        shop.house.publish(
                Scope.pack("shop"), new PackActivated("shop", renamed.digest(), shop.house.now()));
        assertThat(attests("ada", "quiet")).isEqualTo(Taken.YES);
        assertThat(attests("bob", "quiet"))
                .as("whom the pack knows no more")
                .isEqualTo(Taken.NOT_ASKED);
        assertThat(attests("eve", "quiet", "lead")).as("by token").isEqualTo(Taken.YES);
    }

    @Test
    void an_admin_starts_a_verification_and_answers_none() {
        shop.asks("people");
        for (String check : new String[] {"quiet", "calm"}) {
            assertThat(attests("root", check, "admin")).isEqualTo(Taken.NOT_ASKED);
        }
        assertThat(attests("olga", "quiet", "responder")).isEqualTo(Taken.NOT_ASKED);
        assertThat(attests("olga", "calm", "responder")).isEqualTo(Taken.YES);
        assertThat(attests("ada", "calm")).isEqualTo(Taken.YES);
        boolean starts =
                shop.store.in(ShopHouse.SHOP, work -> desk.rights().starts(work, Set.of("admin")));
        assertThat(starts).isTrue();
    }

    @Test
    void what_was_found_is_read_by_whoever_has_a_role_in_the_system() {
        shop.asks("people");
        shop.passes(Duration.ofSeconds(2));
        Caller other = new Caller("vera", Set.of("viewer@bakery", "viewer@shop/staging"));
        assertThat(api.all(null, 20, other)).isEmpty();
        assertThat(api.standing(null, other)).isEmpty();
        assertThatThrownBy(() -> api.one("verification-1", other))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("There is no verification 'verification-1' here");
        VerificationsController.Attestation yes =
                new VerificationsController.Attestation("calm", "yes", null);
        assertThatThrownBy(() -> api.attest("verification-1", yes, other))
                .hasMessageContaining("There is no verification 'verification-1' here");

        for (Caller own :
                new Caller[] {
                    new Caller("vera", Set.of("viewer@shop")), new Caller("ada", Set.of())
                }) {
            assertThat(api.all(null, 20, own)).hasSize(1);
            assertThat(api.standing(null, own)).hasSize(1);
            assertThat(api.one("verification-1", own).checks()).hasSize(2);
        }
        assertThat(api.all("shop/production", 20, null)).hasSize(1);
    }
}
