package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.decision.domain.audit.AuditEntry;
import dev.holdfast.decision.domain.audit.AuditHead;
import dev.holdfast.decision.io.file.Checkpoints;
import dev.holdfast.decision.io.file.Copies;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Whoever touches the audit is found out, and where.
final class AuditStoryTest {
    private final Shop shop = new Shop().deployed();

    @TempDir java.nio.file.Path folder;

    @BeforeEach
    void something_happens() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
    }

    /// What no right in the database or on the disk reaches.
    private final List<String> kept = new ArrayList<>();

    private Copies copies() {
        return new Copies() {
            @Override
            public void keep(String line) {
                kept.add(line);
            }

            @Override
            public void each(Consumer<String> line) {
                kept.forEach(line);
            }
        };
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(
                new AuditCheck(shop.store),
                folder,
                InstantSource.fixed(shop.house.now()),
                copies());
    }

    private AuditCheck.Report verify() {
        return new AuditCheck(shop.store, 7).verify(Map.of());
    }

    private void change(long number, UnaryOperator<AuditEntry> change) {
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            String key = Audit.key(number);
                            w.put(
                                    Shelves.AUDIT,
                                    key,
                                    change.apply(w.find(Shelves.AUDIT, key).orElseThrow()));
                            return true;
                        });
    }

    @Test
    void an_untouched_audit_is_whole_and_has_every_event_and_command() {
        shop.says(Shop.OLGA, new Command.Abort(shop.incident().id(), "stop"));
        shop.approves(Shop.OLGA);
        assertThat(verify().findings()).isEmpty();
        assertThat(shop.store.under(Shop.PRODUCTION, Shelves.AUDIT))
                .extracting(AuditEntry::kind)
                .contains(
                        "dev.holdfast.trigger.raised.v1", "dev.holdfast.plan.ready.v1",
                        "dev.holdfast.rollback.ordered.v1", "command");
    }

    @Test
    void an_audit_is_read_to_its_end_whatever_the_size_of_a_page() {
        long all = shop.store.under(Shop.PRODUCTION, Shelves.AUDIT).size();
        long others = new AuditCheck(shop.store).verify(Map.of()).entries() - all;
        for (int page : new int[] {1, 2, (int) all - 1, (int) all, (int) all + 1}) {
            AuditCheck.Report report = new AuditCheck(shop.store, page).verify(Map.of());
            assertThat(report.whole()).isTrue();
            assertThat(report.entries()).isEqualTo(all + others);
        }
    }

    @Test
    void a_changed_entry_is_found() {
        change(
                3,
                e ->
                        new AuditEntry(
                                e.number(),
                                e.at(),
                                e.kind(),
                                e.id(),
                                "{}",
                                e.previous(),
                                e.hash()));
        assertThat(verify().findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.number()).isEqualTo(3);
                    assertThat(f.what()).contains("was changed");
                });
    }

    @Test
    void an_entry_that_was_written_anew_with_a_fitting_hash_breaks_the_next() {
        change(
                3,
                e ->
                        AuditEntry.after(
                                new AuditHead(2, e.previous()), e.at(), e.kind(), e.id(), "{}"));
        assertThat(verify().findings())
                .singleElement()
                .satisfies(f -> assertThat(f.number()).isEqualTo(4));
    }

    @Test
    void removed_and_cut_entries_are_found() {
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            w.remove(Shelves.AUDIT, Audit.key(2));
                            return true;
                        });
        assertThat(verify().findings().getFirst().what()).isEqualTo("entries 2 to 2 are missing");
        long last = shop.store.under(Shop.PRODUCTION, Shelves.AUDIT).getLast().number();
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            w.remove(Shelves.AUDIT, Audit.key(last));
                            return true;
                        });
        assertThat(verify().findings().getLast().what()).contains("the chain is cut");
    }

    @Test
    void entries_that_changed_places_are_found() {
        AuditEntry two =
                shop.store.in(
                        Shop.PRODUCTION, w -> w.find(Shelves.AUDIT, Audit.key(2)).orElseThrow());
        AuditEntry three =
                shop.store.in(
                        Shop.PRODUCTION, w -> w.find(Shelves.AUDIT, Audit.key(3)).orElseThrow());
        change(2, _ -> three);
        change(3, _ -> two);
        assertThat(verify().whole()).isFalse();
    }

    @Test
    void even_a_chain_that_was_written_anew_from_the_start_does_not_fit_what_was_signed() {
        Checkpoints checkpoints = checkpoints();
        checkpoints.sign();
        assertThat(checkpoints.verify().whole()).isTrue();
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            AuditHead head = AuditHead.NONE;
                            for (AuditEntry e : w.all(Shelves.AUDIT)) {
                                AuditEntry forged =
                                        AuditEntry.after(head, e.at(), e.kind(), e.id(), "{}");
                                w.put(Shelves.AUDIT, Audit.key(e.number()), forged);
                                head = forged.head();
                            }
                            w.put(Shelves.AUDIT_HEADS, Shelves.ONLY, head);
                            return true;
                        });
        assertThat(verify().whole()).isTrue();
        assertThat(checkpoints.verify().findings())
                .anySatisfy(f -> assertThat(f.what()).contains("is not the one that was signed"));
    }

    @Test
    void a_forged_checkpoint_is_found() throws Exception {
        Checkpoints checkpoints = checkpoints();
        checkpoints.sign();
        var file = folder.resolve("checkpoints.jsonl");
        var text = java.nio.file.Files.readString(file);
        java.nio.file.Files.writeString(file, text.replaceFirst("\"number\":\\d+", "\"number\":1"));
        assertThat(checkpoints.verify().findings())
                .anySatisfy(f -> assertThat(f.what()).contains("signature"));
    }

    @Test
    void files_and_copies_that_are_gone_or_empty_are_found() throws IOException {
        Checkpoints checkpoints = checkpoints();
        checkpoints.sign();
        assertThat(checkpoints.verify().whole()).isTrue();
        Files.writeString(folder.resolve("checkpoints.jsonl"), "");
        assertThat(checkpoints.verify().whole()).as("the copies say it all").isTrue();
        kept.clear();
        assertThat(checkpoints.verify().findings())
                .anySatisfy(f -> assertThat(f.what()).contains("has a signature of it"));
        Files.delete(folder.resolve("checkpoints.jsonl"));
        assertThat(checkpoints.verify().whole()).isFalse();
    }

    /// Entries from `from` on are gone, and the head says that it was never otherwise.
    private void cut(long from) {
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            AuditEntry before =
                                    w.find(Shelves.AUDIT, Audit.key(from - 1)).orElseThrow();
                            for (AuditEntry e : w.all(Shelves.AUDIT)) {
                                if (e.number() >= from) {
                                    w.remove(Shelves.AUDIT, Audit.key(e.number()));
                                }
                            }
                            w.put(Shelves.AUDIT_HEADS, Shelves.ONLY, before.head());
                            return true;
                        });
    }

    @Test
    void who_owns_the_database_and_the_disk_cannot_cut_what_was_copied() throws IOException {
        checkpoints().sign();
        long last = shop.store.under(Shop.PRODUCTION, Shelves.AUDIT).getLast().number();
        cut(3);
        Files.delete(folder.resolve("checkpoints.jsonl"));
        Files.delete(folder.resolve("checkpoint.key"));
        Files.delete(folder.resolve("checkpoint.pub"));
        assertThat(verify().whole()).as("without the copies nothing shows").isTrue();
        assertThat(checkpoints().verify().findings())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.scope()).isEqualTo("shop/production");
                    assertThat(f.number()).isEqualTo(3);
                    assertThat(f.what())
                            .isEqualTo(
                                    "the chain is cut: entries 3 to %d are missing"
                                            .formatted(last));
                });
    }

    @Test
    void who_has_a_cut_chain_signed_anew_hides_nothing() {
        Checkpoints checkpoints = checkpoints();
        checkpoints.sign();
        cut(4);
        checkpoints().sign();
        assertThat(checkpoints.verify().findings())
                .singleElement()
                .satisfies(f -> assertThat(f.number()).isEqualTo(4));
    }

    @Test
    void who_signs_another_story_with_a_key_of_their_own_is_found_out(
            @TempDir java.nio.file.Path theirs) throws IOException {
        Checkpoints checkpoints = checkpoints();
        checkpoints.sign();
        long last = shop.store.under(Shop.PRODUCTION, Shelves.AUDIT).getLast().number();
        change(last, AuditStoryTest::another);
        head(last);
        new Checkpoints(
                        new AuditCheck(shop.store),
                        theirs,
                        InstantSource.fixed(shop.house.now()),
                        copies())
                .sign();
        AuditCheck.Report report = checkpoints.verify();
        assertThat(report.findings())
                .anySatisfy(f ->
                        assertThat(f.what()).contains("entry %d of shop".formatted(last), "before"))
                .anySatisfy(f -> assertThat(f.what()).contains("is not the one that was signed"));
        assertThat(report.keys()).hasSize(2);
        Files.writeString(
                folder.resolve("checkpoints.jsonl"),
                Files.readString(theirs.resolve("checkpoints.jsonl")));
        assertThat(checkpoints.verify().findings())
                .anySatisfy(f -> assertThat(f.what()).contains("another key than this instance's"));
    }

    private static AuditEntry another(AuditEntry e) {
        return AuditEntry.after(
                new AuditHead(e.number() - 1, e.previous()), e.at(), e.kind(), e.id(), "{}");
    }

    private void head(long number) {
        var _ =
                shop.store.in(
                        Shop.PRODUCTION,
                        w -> {
                            AuditEntry e = w.find(Shelves.AUDIT, Audit.key(number)).orElseThrow();
                            w.put(Shelves.AUDIT_HEADS, Shelves.ONLY, e.head());
                            return true;
                        });
    }

    @Test
    void copies_that_cannot_be_read_are_no_proof() {
        Copies away =
                new Copies() {
                    @Override
                    public void keep(String line) throws IOException {
                        throw new IOException("no broker");
                    }

                    @Override
                    public void each(Consumer<String> line) throws IOException {
                        throw new IOException("no broker");
                    }
                };
        checkpoints().sign();
        AuditCheck.Report report =
                new Checkpoints(
                                new AuditCheck(shop.store),
                                folder,
                                InstantSource.fixed(shop.house.now()),
                                away)
                        .verify();
        assertThat(report.whole()).isFalse();
        assertThat(report.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.what()).contains("could not be compared: no broker"));
    }
}
