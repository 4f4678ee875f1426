package dev.holdfast.decision.domain.incident;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How far a group is that goes back with the incident of its leader.
///
/// @param round of the planning; the leader's own rollback
/// @param members in the order in which they go back, the leader too
/// @param authority who or what allowed all of it; null until then nothing was done
/// @param over nothing more is said to anybody
public record Lead(
        String group,
        boolean inOrder,
        String round,
        List<Member> members,
        @Nullable Authority authority,
        String reason,
        boolean over) {
    public Lead {
        members = List.copyOf(members);
    }

    /// @param asks why people would be asked about its plan by its own rules
    /// @param excluded who may not agree to it
    public record Member(
            String scope,
            Stage stage,
            @Nullable PlanReady plan,
            @Nullable String asks,
            List<String> excluded) {
        public Member {
            excluded = excluded == null ? List.of() : List.copyOf(excluded);
        }

        Member(String scope, Stage stage) {
            this(scope, stage, null, null, List.of());
        }

        Member now(Stage next) {
            return new Member(scope, next, plan, asks, excluded);
        }
    }

    /// Where a member stands.
    public enum Stage {
        WAITING,
        ASKED,
        JOINED,
        PLANNED,
        GOING,
        DONE,
        BROKEN,
        LEFT;

        /// An order was given, whatever came of it.
        boolean gone() {
            return this == GOING || this == DONE || this == BROKEN;
        }
    }

    Optional<Member> member(String scope) {
        return members.stream().filter(m -> m.scope().equals(scope)).findFirst();
    }

    Stage stage(String scope) {
        return member(scope).map(Member::stage).orElse(Stage.LEFT);
    }

    Lead with(Member changed) {
        return new Lead(
                group,
                inOrder,
                round,
                members.stream().map(m -> m.scope().equals(changed.scope()) ? changed : m).toList(),
                authority,
                reason,
                over);
    }

    Lead at(String scope, Stage stage) {
        return member(scope).map(m -> with(m.now(stage))).orElse(this);
    }

    Lead allowed(Authority by, String why) {
        return new Lead(group, inOrder, round, members, by, why, over);
    }

    Lead ended() {
        return new Lead(group, inOrder, round, members, authority, reason, true);
    }

    @JsonIgnore
    boolean planned() {
        return members.stream().allMatch(m -> m.plan() != null);
    }

    /// Those at one of these stages, in the order in which they go back.
    List<String> at(Stage... stages) {
        List<Stage> wanted = List.of(stages);
        return members.stream().filter(m -> wanted.contains(m.stage())).map(Member::scope).toList();
    }

    /// Who is asked next: always the lowest key, whoever asks, so that of two groups that want the
    /// same systems one gets all of them.
    Optional<Member> next() {
        return members.stream()
                .filter(m -> m.stage() == Stage.WAITING)
                .min(Comparator.comparing(Member::scope));
    }

    /// The plans of all as one, under one hash, so that what people read and allow is all of it.
    PlanReady whole(String self) {
        PlanReady own = Objects.requireNonNull(member(self).orElseThrow().plan());
        TreeMap<String, String> hashes = new TreeMap<>();
        List<PlannedStep> steps = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        Duration downtime = Duration.ZERO;
        Duration duration = Duration.ZERO;
        for (Member m : members) {
            PlanReady plan = Objects.requireNonNull(m.plan());
            String where = m.scope() + ": ";
            hashes.put(m.scope(), plan.hash());
            plan.steps().forEach(s -> steps.add(in(m.scope(), s)));
            plan.unchecked().forEach(u -> unchecked.add(where + u));
            if (plan.dataLost() != null) {
                lost.add(where + plan.dataLost());
            }
            downtime = inOrder ? downtime.plus(plan.downtime()) : longer(downtime, plan.downtime());
            duration = inOrder ? duration.plus(plan.duration()) : longer(duration, plan.duration());
        }
        return new PlanReady(
                own.incident(),
                own.rollback(),
                EventId.of(
                        Stream.concat(Stream.of(group, inOrder), hashes.entrySet().stream())
                                .toArray()),
                own.runbook(),
                own.from(),
                own.to(),
                steps,
                lost.isEmpty() ? null : String.join("; ", lost),
                downtime,
                duration,
                unchecked,
                own.at());
    }

    private static PlannedStep in(String scope, PlannedStep s) {
        return new PlannedStep(
                scope + " " + s.name(), s.action(), s.does(), s.repeat(), s.losesData());
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
