package dev.holdfast.executor.domain.plan;

import dev.holdfast.executor.domain.words.Value;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// SHA-256 over the canonical JSON of a plan: what would be done, to what, and the state observed.
/// Equal plans have equal hashes on any day and machine.
final class PlanHash {
    private PlanHash() {}

    static String of(Plan plan) {
        try {
            byte[] json = CanonicalJson.of(content(plan)).getBytes(StandardCharsets.UTF_8);
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }

    private static Map<String, @Nullable Object> content(Plan plan) {
        Subject s = plan.subject();
        Map<String, @Nullable Object> m = new LinkedHashMap<>();
        m.put("scope", s.scope().key());
        m.put("pack", s.packDigest());
        m.put("runbook", s.runbook());
        m.put("from", s.from() == null ? null : s.from().toString());
        m.put("to", s.to().toString());
        m.put("programs", plan.allowed().programs());
        m.put("hosts", plan.allowed().hosts());
        m.put("folders", plan.allowed().folders());
        m.put("secrets", references(plan));
        m.put("deadline", plan.deadline());
        m.put("on-failure", plan.onFailure());
        m.put("on-abort", plan.onAbort());
        m.put("budget", plan.pace().budget());
        m.put("snapshot", plan.pace().snapshot());
        m.put("guards", plan.guards());
        m.put("downtime", plan.downtime());
        m.put("duration", plan.duration());
        m.put("steps", plan.steps().stream().map(PlanHash::step).toList());
        return m;
    }

    private static Map<String, String> references(Plan plan) {
        Map<String, String> out = new TreeMap<>();
        plan.secrets().forEach((name, ref) -> out.put(name, ref.kind() + ":" + ref.where()));
        return out;
    }

    private static Map<String, @Nullable Object> step(StepPlan step) {
        Map<String, @Nullable Object> m = new LinkedHashMap<>();
        m.put("name", step.name());
        m.put("skipped", step.skipped());
        m.put("timeout", step.timeout());
        m.put("attempts", step.retry().attempts());
        m.put("pause", step.retry().pause());
        m.put("undo", step.undo());
        m.put("optional", step.traits().optional());
        m.put("group", step.group() == null ? null : step.group().toString());
        m.put("closes", step.traits().closes());
        m.put("opens", step.traits().opens());
        m.put("when", step.when() == null ? null : step.when().toString());
        List<Object> ways = new ArrayList<>();
        step.ways().forEach(w -> ways.add(way(w)));
        m.put("ways", ways);
        return m;
    }

    private static Map<String, @Nullable Object> way(WayPlan way) {
        Preview p = way.preview();
        Map<String, @Nullable Object> m = new LinkedHashMap<>();
        Map<String, Object> with = new LinkedHashMap<>();
        way.with().forEach((String k, Value v) -> with.put(k, v.shown()));
        m.put("action", way.action());
        m.put("with", with);
        m.put("does", p.does());
        m.put("repeat", p.repeat());
        m.put("manner", p.manner());
        m.put("data-lost", p.dataLost());
        m.put("rests", p.rests());
        m.put("leaves", p.leaves());
        m.put("unchecked", p.unchecked());
        m.put("obstacles", p.obstacles());
        return m;
    }
}
