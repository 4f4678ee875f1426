package dev.holdfast.trials.story;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;

import java.time.Instant;
import java.util.List;

/// Orders as somebody might put on the topic who has no right to.
final class Orders {
    static final Authority ADA = new Authority(null, List.of("ada (lead)"));
    static final Authority NOBODY = new Authority(null, List.of());

    private Orders() {}

    static RollbackOrdered forged(ApprovalRequested asked, Instant notAfter, Authority authority) {
        return new RollbackOrdered(
                asked.incident(),
                asked.rollback(),
                asked.planHash(),
                new Release("backend", "v42"),
                new Release("backend", "v41"),
                authority,
                notAfter,
                "forged",
                asked.at());
    }
}
