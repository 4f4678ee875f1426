package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Result;
import dev.holdfast.decision.domain.incident.Situation;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.rehearsal.Rehearsal;
import dev.holdfast.decision.domain.rehearsal.World;
import dev.holdfast.decision.domain.release.Deployment;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// 50,000 approvals that are changed, late, or said again: none of them orders anything.
final class ForgedApprovalTest {
    private static final Instant T = Instant.parse("2026-11-20T08:00:00Z");
    private static final Policy POLICY =
            PolicyFile.read(ShopPack.pack(), new Problems()).orElseThrow();
    private static final List<Person> PEOPLE =
            List.of(
                    new Person("mallory", List.of()),
                    new Person("mallory", List.of("admin", "responder")),
                    new Person("olga", List.of("on-call")),
                    new Person("carol", List.of("cto")));

    private final Random random = new Random(42);

    private static Rehearsal asked() {
        Rehearsal r = new Rehearsal(POLICY, Scope.of("shop", "production"), World.GOOD, T);
        r.set(r.site().mode(Mode.AUTOMATIC));
        r.set(
                r.site()
                        .ledger(
                                r.site()
                                        .ledger()
                                        .declareHeld(new Release("web", "1"), "t", T)
                                        .ledger()));
        r.deploys(
                new Deployment(
                        Deployment.Phase.FINISHED,
                        new Release("web", "2"),
                        "dora",
                        null,
                        List.of("code"),
                        T));
        r.raises(new Trigger("Minor", "Minor", Map.of(), Map.of(), "e", 1, null, T), Kind.MEASURED);
        r.until(T.plusSeconds(1));
        return r;
    }

    private static boolean orders(Result result) {
        return result.events().stream().anyMatch(RollbackOrdered.class::isInstance);
    }

    private String mutated(String hash) {
        StringBuilder changed = new StringBuilder(hash);
        switch (random.nextInt(4)) {
            case 0 -> changed.setCharAt(random.nextInt(changed.length()), '~');
            case 1 -> changed.setLength(random.nextInt(changed.length()));
            case 2 -> changed.append('0');
            default -> changed.insert(random.nextInt(changed.length()), ' ');
        }
        return changed.toString();
    }

    @Test
    void none_of_fifty_thousand_is_accepted() {
        Rehearsal r = asked();
        Incident open = r.incident().orElseThrow();
        String hash = java.util.Objects.requireNonNull(open.plan()).hash();
        Rehearsal later = asked();
        later.forgets("Minor");
        later.until(T.plus(Duration.ofMinutes(9)));
        Incident silent = later.incident().orElseThrow();
        Rehearsal done = asked();
        done.says(new Happening.Approved(PEOPLE.get(2), "yes", hash));
        done.until(T.plusSeconds(2));
        Incident running = done.incident().orElseThrow();
        assertThat(done.site().orders()).hasSize(1);
        int tried = 0;
        while (tried < 50_000) {
            Person by = PEOPLE.get(random.nextInt(PEOPLE.size()));
            boolean may = by.roles().contains("on-call") || by.roles().contains("cto");
            int kind = random.nextInt(4);
            String said = kind == 0 ? mutated(hash) : kind == 1 && may ? mutated(hash) : hash;
            Rehearsal at = kind == 2 ? later : kind == 3 ? done : r;
            Incident about = kind == 2 ? silent : kind == 3 ? running : open;
            Result result =
                    Machine.on(
                            about,
                            at.site(),
                            new Happening.Approved(by, "yes", said),
                            new Situation(at.now(), POLICY, Situation.Fleet.ALONE, true, ""));
            assertThat(orders(result)).as("%s says %s to %s", by, said, about.state()).isFalse();
            assertThat(result.refusal()).isNotNull();
            tried++;
        }
        Result right =
                Machine.on(
                        open,
                        r.site(),
                        new Happening.Approved(PEOPLE.get(2), "yes", hash),
                        new Situation(r.now(), POLICY, Situation.Fleet.ALONE, true, ""));
        assertThat(orders(right)).isTrue();
    }
}
