package dev.holdfast.executor.flow;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.executor.domain.plan.Draft;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.plan.StepPlan;
import dev.holdfast.executor.domain.plan.Subject;
import dev.holdfast.executor.domain.rollback.Mask;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.words.Value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at the targets of every way of every step, changing nothing.
final class Surveyor {
    private static final String NO_ANSWER = "its target did not answer within the budget";

    /// Nothing is known of it, so it may lose anything, and only people may allow that.
    private static final Preview LATE =
            Preview.of("", Repeat.MANUAL, Duration.ZERO)
                    .losing("not known: " + NO_ANSWER)
                    .unchecked(List.of(NO_ANSWER));

    /// The same of an action that cannot lose anything.
    private static final Preview LATE_AND_HARMLESS =
            Preview.of("", Repeat.MANUAL, Duration.ZERO).unchecked(List.of(NO_ANSWER));

    private final Actions actions;
    private final Vault vault;
    private final Lookout lookout;

    Surveyor(Actions actions, Vault vault, Lookout lookout) {
        this.actions = actions;
        this.vault = vault;
        this.lookout = lookout;
    }

    /// What stands around each look.
    private record Site(
            Subject subject, String step, Allowed allowed, Map<String, SecretReference> secrets) {}

    /// @param action its name
    private record Look(String action, Supplier<Preview> preview) {}

    /// For a draft: a preview for each way of each step.
    List<List<Preview>> previews(Draft draft, Duration budget) {
        List<List<Look>> looks = new ArrayList<>();
        for (var step : draft.steps()) {
            Site site =
                    new Site(draft.subject(), step.step().name(), draft.allowed(), draft.secrets());
            List<Look> ways = new ArrayList<>();
            for (int w = 0; w < step.with().size(); w++) {
                String action = step.step().ways().get(w).action();
                Map<String, Value> with = step.with().get(w);
                ways.add(new Look(action, () -> look(site, action, with)));
            }
            looks.add(ways);
        }
        return inTime(looks, budget);
    }

    /// For a plan that was made before: the same again.
    List<List<Preview>> again(Plan plan, Duration budget) {
        List<List<Look>> looks = new ArrayList<>();
        for (StepPlan step : plan.steps()) {
            Site site = new Site(plan.subject(), step.name(), plan.allowed(), plan.secrets());
            looks.add(
                    step.ways().stream()
                            .map(w -> new Look(w.action(), () -> look(site, w.action(), w.with())))
                            .toList());
        }
        return inTime(looks, budget);
    }

    private List<List<Preview>> inTime(List<List<Look>> looks, Duration budget) {
        List<Supplier<Preview>> flat =
                looks.stream().flatMap(List::stream).map(Look::preview).toList();
        Iterator<Preview> answers = lookout.all(flat, budget, LATE).iterator();
        List<List<Preview>> out = new ArrayList<>();
        for (List<Look> ways : looks) {
            out.add(ways.stream().map(w -> answered(w, answers.next())).toList());
        }
        return out;
    }

    private Preview answered(Look look, Preview answer) {
        boolean harmless = actions.named(look.action()).filter(Action::losesNothing).isPresent();
        return harmless && answer.equals(LATE) ? LATE_AND_HARMLESS : answer;
    }

    private Preview look(Site site, String name, Map<String, Value> with) {
        Optional<Action> action = actions.named(name);
        if (action.isEmpty()) {
            return hindered("there is no action " + name);
        }
        Mask mask = Mask.NOTHING;
        try {
            Vault.Opened opened = vault.open(with, site.secrets());
            mask = opened.wide();
            Call call =
                    new Call(
                            site.subject().scope(),
                            site.subject().rollback(),
                            site.step(),
                            site.subject().to().component(),
                            with,
                            site.allowed(),
                            Map.of(),
                            opened.values(),
                            Map.of());
            return masked(action.get().plan(call), opened.mask(), mask);
        } catch (Secrets.Missing e) {
            return hindered(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return hindered(mask.mask("%s could not be planned: %s".formatted(name, e)));
        }
    }

    private static Preview hindered(String why) {
        return Preview.of("", Repeat.MANUAL, Duration.ZERO).hindered(List.of(why));
    }

    /// What the plan rests on is compared later, so of it only the secrets of this step are taken out.
    private static Preview masked(Preview p, Mask own, Mask mask) {
        String lost = p.dataLost();
        return new Preview(
                mask.mask(p.does()),
                p.repeat(),
                p.manner(),
                lost == null ? null : mask.mask(lost),
                masked(p.rests(), own),
                masked(p.leaves(), own),
                p.expected(),
                p.downtime(),
                p.unchecked().stream().map(mask::mask).toList(),
                p.obstacles().stream().map(mask::mask).toList());
    }

    private static Map<String, String> masked(Map<String, String> states, Mask mask) {
        Map<String, String> masked = new HashMap<>();
        states.forEach((what, state) -> masked.put(mask.whole(what), mask.whole(state)));
        return masked;
    }
}
