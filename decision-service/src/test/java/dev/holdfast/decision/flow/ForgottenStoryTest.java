package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditFinding;
import dev.holdfast.decision.domain.audit.AuditHead;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A drill that is forgotten leaves an audit that is whole, and forgetting is no way to hide anything.
final class ForgottenStoryTest {
    private static final Scope DRILL = new Scope("shop", "production", "d1");

    private final Shop shop = new Shop().deployed();
    private final Map<String, Map<Long, String>> signed = new TreeMap<>();

    @BeforeEach
    void something_happens() {
        shop.raises("HighErrorRate", 0.2);
        boolean _ = shop.store.in(DRILL, w -> entries(w, 5));
        signs(DRILL, 2);
        signs(DRILL, 5);
        signs(Shop.PRODUCTION, 3);
    }

    private static boolean entries(dev.holdfast.backbone.work.Work work, int many) {
        for (int i = 0; i < many; i++) {
            Audit.append(work, "drilled", "e" + i, Map.of("n", i));
        }
        return true;
    }

    private void signs(Scope scope, long number) {
        String hash = shop.store.under(scope, Shelves.AUDIT).get((int) number - 1).hash();
        signed.computeIfAbsent(scope.key(), _ -> new TreeMap<>()).put(number, hash);
    }

    private void forgets(Scope scope) {
        boolean _ = shop.store.in(Forgotten.SCOPE, w -> note(w, List.of(scope)));
        goes(scope);
    }

    private static boolean note(dev.holdfast.backbone.work.Work work, List<Scope> drills) {
        Forgotten.note(work, drills);
        return true;
    }

    private void goes(Scope scope) {
        List<AuditEntry> all = shop.store.under(scope, Shelves.AUDIT);
        boolean _ =
                shop.store.in(
                        scope,
                        w -> {
                            all.forEach(e -> w.remove(Shelves.AUDIT, Audit.key(e.number())));
                            w.remove(Shelves.AUDIT_HEADS, Shelves.ONLY);
                            return true;
                        });
    }

    private List<String> findings() {
        return new AuditCheck(shop.store)
                .verify(signed).findings().stream().map(f -> f.scope() + ": " + f.what()).toList();
    }

    @Test
    void a_forgotten_drill_is_accounted_for_and_one_that_only_went_is_not() {
        assertThat(findings()).isEmpty();
        goes(DRILL);
        assertThat(findings())
                .containsExactly(DRILL.key() + ": the chain is cut: entries 1 to 5 are missing");
    }

    @Test
    void after_it_is_forgotten_the_audit_is_whole_also_when_its_key_begins_anew() {
        forgets(DRILL);
        assertThat(findings()).isEmpty();
        boolean _ = shop.store.in(DRILL, w -> entries(w, 2));
        assertThat(findings()).isEmpty();
    }

    @Test
    void what_was_cut_before_it_was_forgotten_shows() {
        List<AuditEntry> all = shop.store.under(DRILL, Shelves.AUDIT);
        goes(DRILL);
        boolean _ =
                shop.store.in(
                        DRILL,
                        w -> {
                            AuditHead third = all.get(2).head();
                            w.put(Shelves.AUDIT_HEADS, Shelves.ONLY, third);
                            return true;
                        });
        forgets(DRILL);
        assertThat(findings())
                .containsExactly(DRILL.key() + ": the chain is cut: entries 1 to 5 are missing");
    }

    @Test
    void another_end_than_the_signed_one_shows() {
        boolean _ =
                shop.store.in(
                        DRILL,
                        w -> {
                            w.put(
                                    Shelves.AUDIT_HEADS,
                                    Shelves.ONLY,
                                    new AuditHead(5, "f".repeat(64)));
                            return true;
                        });
        forgets(DRILL);
        assertThat(findings())
                .containsExactly(
                        DRILL.key()
                                + ": the drill is forgotten, and its last entry was not the one that was signed");
    }

    @Test
    void a_real_system_is_not_forgotten_whatever_somebody_puts_down() {
        forgets(Shop.PRODUCTION);
        assertThat(findings()).anyMatch(f -> f.contains("shop/production: the chain is cut"));
    }

    @Test
    void what_is_forgotten_while_the_audit_is_read_is_accounted_for_too() {
        Transactions store = after(Shelves.AUDIT_HEADS, () -> forgets(DRILL));
        assertThat(new AuditCheck(store).verify(signed).findings()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    @Test
    void what_only_goes_while_the_audit_is_read_is_missing() {
        Transactions store = after(Shelves.AUDIT_HEADS, () -> goes(DRILL));
        assertThat(new AuditCheck(store).verify(signed).findings())
                .extracting(AuditFinding::what)
                .containsExactly("the chain is cut: entries 1 to 5 are missing");
    }

    /// Our store, of which something is done each time a whole shelf was read.
    private Transactions after(Shelf<?> read, Runnable done) {
        return (Transactions)
                Proxy.newProxyInstance(
                        Transactions.class.getClassLoader(),
                        new Class<?>[] {Transactions.class},
                        (_, method, arguments) -> {
                            Object answer = method.invoke(shop.store, arguments);
                            if (method.getName().equals("everywhere")
                                    && arguments[0].equals(read)) {
                                done.run();
                            }
                            return answer;
                        });
    }
}
