package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;

/// What every service does with an event: the switch of packs first, then the desk.
public final class Reception {
    private Reception() {}

    public static Received receive(Desk desk, Work work, Envelope<? extends Event> event) {
        if (event.data() instanceof PackActivated activated
                && Packs.activated(work, activated) == Received.WAITS) {
            return Received.WAITS;
        }
        return desk.receive(work, event);
    }
}
