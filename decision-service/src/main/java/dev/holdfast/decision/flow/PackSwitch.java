package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Work;

import java.time.Duration;
import java.util.Optional;

/// Makes a version of a pack current once all five services can work with it; until then, and after
/// a refusal, the one before stays.
final class PackSwitch {
    /// Looks again whether our own service has taken the version in.
    static final String TIMER = "pack";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private PackSwitch() {}

    static void accepted(Work work, PackAccepted e) {
        work.put(Shelves.PACK_ANSWERS, e.digest(), answers(work, e.digest()).accept(e.service()));
        activateIfComplete(work);
    }

    static void refused(Work work, PackRefused e) {
        work.put(
                Shelves.PACK_ANSWERS,
                e.digest(),
                answers(work, e.digest()).refuse(e.service(), e.problems()));
    }

    static void activateIfComplete(Work work) {
        Optional<String> newest =
                work.find(Shelves.PACK_NEWEST, Shelves.ONLY).map(PackAnswers.Newest::digest);
        if (newest.isEmpty()
                || !answers(work, newest.get()).complete()
                || Packs.currentDigest(work, work.scope().system()).equals(newest)) {
            return;
        }
        PackActivated event = new PackActivated(work.scope().system(), newest.get(), work.now());
        if (Packs.activated(work, event) == Received.WAITS) {
            work.timer(TIMER, work.now().plus(LOOK_AGAIN));
            return;
        }
        Because because = Because.none().pack(newest.get());
        Audit.append(work, EventTypes.of(event), work.emit(event, because).id(), event);
    }

    static PackAnswers answers(Work work, String digest) {
        return work.find(Shelves.PACK_ANSWERS, digest).orElse(PackAnswers.none(digest));
    }
}
