package dev.holdfast.trials.whole;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// What happens to one system while the house is hurt: releases that fail, people who repair what
/// the house does not, agree, refuse, ask twice, and have no right to.
final class Life {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration HEARD = Duration.ofMinutes(3);
    private static final String HELD = "v41";

    private final Tenant tenant;
    private final History history;
    private final Random random;
    private final boolean acts;
    private final Duration patience;
    private final Set<String> answered = new HashSet<>();
    private final Set<String> agreed = ConcurrentHashMap.newKeySet();
    private volatile boolean over;
    private int version = 100;
    private int signals;

    /// @param acts whether the house may put it back by itself or with people
    /// @param patience people wait so long, and up to twice as long, before they repair it themselves
    Life(Tenant tenant, History history, long seed, boolean acts, Duration patience) {
        this.tenant = tenant;
        this.history = history;
        this.random = new Random(seed);
        this.acts = acts;
        this.patience = patience;
    }

    Tenant tenant() {
        return tenant;
    }

    boolean acts() {
        return acts;
    }

    /// The plans that people agreed to, or tried to.
    Set<String> agreed() {
        return Set.copyOf(agreed);
    }

    /// No further release begins.
    void ends() {
        over = true;
    }

    /// One failing release after the other, until [#ends].
    void passes() throws InterruptedException {
        while (!over) {
            fails(patience.plusMillis(random.nextLong(patience.toMillis())));
            pause(Duration.ofMillis(random.nextInt(3000)));
        }
    }

    /// A release fails; if the house does not put it back in time, people repair it in its place.
    ///
    /// @return whether the house put it back
    boolean fails(Duration patience) throws InterruptedException {
        String bad = "v" + ++version;
        double share = 0.2 + random.nextInt(7) / 10.0;
        says("%s is deployed, %.1f of its requests fail".formatted(bad, share));
        tenant.world().fails(bad, share);
        tenant.world().deploys(bad);
        announces(bad);
        boolean healed = until(() -> tenant.world().running().equals(HELD), patience);
        says(bad + (healed ? " was put back" : " is repaired by people"));
        tenant.world().fails(bad, 0);
        return healed;
    }

    /// Says it until somebody has taken it, and now and then once more.
    private void announces(String version) throws InterruptedException {
        String id = "deploy-" + ++signals;
        int times = random.nextInt(4) == 0 ? 2 : 1;
        Instant end = Instant.now().plus(HEARD);
        while (times > 0) {
            Reply reply = tenant.signals(id, "deployment.finished", version);
            if (reply.status() == 202) {
                times--;
            } else if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "for %s nobody takes '%s': %s".formatted(HEARD, version, reply));
            } else {
                pause(LOOK);
            }
        }
    }

    private boolean until(BooleanSupplier so, Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            if (so.getAsBoolean()) {
                return true;
            }
            answers();
            pause(LOOK);
        }
        return so.getAsBoolean();
    }

    /// Whoever is asked says something once; it may be the wrong person, or a no.
    void answers() {
        for (Event e : tenant.events(Event.class)) {
            if (e instanceof ApprovalRequested a && answered.add(a.request())) {
                asked(a);
            } else if (e instanceof IncidentEscalated i
                    && answered.add(i.incident() + i.level())
                    && random.nextInt(3) == 0) {
                says(i.incident(), WholeHouse.ADA, "close", Map.of("reason", "seen to it"));
            }
        }
    }

    private void asked(ApprovalRequested a) {
        Map<String, String> body = Map.of("reason", "it is bad", "planHash", a.planHash());
        switch (random.nextInt(6)) {
            case 0 -> says(a.incident(), WholeHouse.BEN, "approve", body);
            case 1 -> says(a.incident(), WholeHouse.ADA, "deny", Map.of("reason", "not now"));
            default -> {
                agreed.add(a.planHash());
                for (int tries = 0; tries < 8; tries++) {
                    int status = says(a.incident(), WholeHouse.ADA, "approve", body);
                    if (status != 0 && status < 500 && random.nextInt(4) > 0) {
                        return;
                    }
                }
            }
        }
    }

    private int says(String incident, String token, String word, Map<String, String> body) {
        Reply reply = tenant.says(token, incident, word, body);
        says("%s %s by %s: %d".formatted(word, incident, token, reply.status()));
        return reply.status();
    }

    private void says(String what) {
        history.notes(tenant.scope().system(), what);
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
