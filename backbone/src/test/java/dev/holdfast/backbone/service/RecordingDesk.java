package dev.holdfast.backbone.service;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Work;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// A desk for tests: it counts what it is told, and answers each signal with a snapshot.
final class RecordingDesk implements Desk {
    record Count(int n) {}

    static final Shelf<Count> COUNT = new Shelf<>("count", Count.class);

    static final Scope FORGOTTEN = Scope.of("record", "drills");

    /// Of this signal's errand the end waits for the gate.
    static final String GATED = "gated";

    final CountDownLatch atGate = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);

    private final boolean takesPoison;
    private final AtomicInteger breaks = new AtomicInteger(2);

    RecordingDesk() {
        this(false);
    }

    /// @param takesPoison as a later version that knows what to do with it
    RecordingDesk(boolean takesPoison) {
        this.takesPoison = takesPoison;
    }

    @Override
    public String service() {
        return "verifier-service";
    }

    @Override
    public Topic writes() {
        return Topic.VERIFICATIONS;
    }

    @Override
    public Set<Topic> reads() {
        return Set.of(Topic.TRIGGERS);
    }

    @Override
    public List<Problem> check(PackFiles pack) {
        if (pack.file("checks.yml").map(f -> f.startsWith("fails")).orElse(false)) {
            throw new IllegalStateException("a fault of this desk");
        }
        return pack.file("checks.yml").isPresent()
                ? List.of()
                : List.of(new Problem("checks.yml", 1, 1, "it is missing"));
    }

    @Override
    public Received receive(Work work, Envelope<? extends Event> event) {
        if (!(event.data() instanceof SignalAccepted signal)) {
            return Received.HANDLED;
        }
        if (signal.kind().equals("orphan") && work.find(COUNT, "signals").isEmpty()) {
            return Received.WAITS;
        }
        if (signal.kind().equals("poison") && !takesPoison) {
            throw new IllegalStateException("this version cannot take it");
        }
        add(work, "signals");
        work.emit(
                new SnapshotTaken(null, signal.id(), Map.of(), List.of(), work.now()),
                Because.of(event));
        if (signal.kind().equals("vast")) {
            // The database refuses it each time: no index has a row of that size.
            work.put(COUNT, vast(), new Count(1));
        }
        if (signal.kind().equals("timer")) {
            work.timer("tick", work.now().plusMillis(300));
        }
        if (signal.kind().equals("errand")) {
            work.errand("fetch", work.now());
        }
        if (signal.kind().equals("crowd")) {
            work.errand("crowd-" + signal.id(), work.now());
        }
        return Received.HANDLED;
    }

    private static String vast() {
        return new Random(1)
                .ints(20_000, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @Override
    public Optional<Scope> forgets() {
        return Optional.of(FORGOTTEN);
    }

    @Override
    public void forgotten(Work work, List<Scope> drills) {
        work.put(COUNT, "forgotten", new Count(drills.size()));
    }

    @Override
    public void due(Work work, String timer) {
        add(work, timer);
    }

    @Override
    public Next run(Errand errand) {
        if (errand.name().equals("crowd-" + GATED)) {
            awaitGate();
        }
        if (errand.name().startsWith("crowd-")) {
            return errand.read(work -> work.find(COUNT, errand.name())).isPresent()
                    ? new Next.Done()
                    : errand.conclude(work -> ended(work, errand.name()));
        }
        int n = errand.write(work -> add(work, errand.name()));
        return n < 3 ? new Next.Again(errand.claimedAt()) : new Next.Done();
    }

    private void awaitGate() {
        atGate.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One of them breaks twice: in company, and as deep as the stack goes, and alone.
    private Next ended(Work work, String errand) {
        add(work, errand);
        add(work, "crowd");
        work.emit(new SnapshotTaken(null, errand, Map.of(), List.of(), work.now()), Because.none());
        int breaksLeft = errand.equals("crowd-c7") ? breaks.getAndDecrement() : 0;
        if (breaksLeft > 1) {
            throw new StackOverflowError("this end is too deep");
        }
        if (breaksLeft == 1) {
            throw new IllegalStateException("this end cannot be written yet");
        }
        return new Next.Done();
    }

    private static int add(Work work, String what) {
        int n = work.find(COUNT, what).map(Count::n).orElse(0) + 1;
        work.put(COUNT, what, new Count(n));
        return n;
    }
}
