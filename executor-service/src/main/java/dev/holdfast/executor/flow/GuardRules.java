package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.rollback.Holder;
import dev.holdfast.executor.domain.rollback.Pauses;

import java.util.Optional;

/// Rules that a runbook names as its guards: while it runs, one that is raised pauses it and a person
/// is asked.
final class GuardRules {
    private GuardRules() {}

    static void trigger(Work work, TriggerEvent event) {
        switch (event) {
            case TriggerEvent.TriggerRaised e -> raised(work, e.trigger());
            // One that was raised before the run began is met when it is restated.
            case TriggerEvent.TriggerUpdated e -> raised(work, e.trigger());
            case TriggerEvent.SignalAccepted s -> Readiness.signal(work, s);
            case TriggerEvent.TriggerCleared _,
                    dev.holdfast.backbone.events.PackAccepted _,
                    dev.holdfast.backbone.events.PackRefused _ -> {}
        }
    }

    private static void raised(Work work, Trigger trigger) {
        Optional<Holder> holder = work.find(Shelves.HOLDERS, Shelves.ONLY);
        holder.ifPresent(h ->
                Answers.asked(
                        work,
                        h.rollback(),
                        (r, plan, moment) ->
                                Pauses.guarded(r, plan, trigger.rule(), said(trigger), moment)));
    }

    private static String said(Trigger trigger) {
        return "guard %s is raised (%s): look, then resume or abort"
                .formatted(trigger.rule(), trigger.value());
    }
}
