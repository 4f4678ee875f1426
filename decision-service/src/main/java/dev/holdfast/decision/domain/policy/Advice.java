package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is allowed in a pack and probably not meant: triggers that no row answers, and promised times
/// that cannot be kept even if everybody answers at once.
public final class Advice {
    private static final String TRIGGERS = "triggers.yml";
    private static final String RUNBOOKS = "runbooks.yml";

    private final PackFiles pack;
    private final Policy policy;
    private final Problems advice = new Problems();

    private Advice(PackFiles pack, Policy policy) {
        this.pack = pack;
        this.policy = policy;
    }

    /// By file, line and column; none of it makes the pack unusable.
    public static List<Problem> of(PackFiles pack, Policy policy) {
        Advice a = new Advice(pack, policy);
        a.gaps();
        a.targets();
        return a.advice.all();
    }

    private Optional<YamlMap> file(String name) {
        return pack.file(name)
                .flatMap(text -> YamlFile.parse(name, text, new Problems()))
                .map(YamlValue::map);
    }

    private List<YamlMap> alerts() {
        List<YamlMap> alerts = new ArrayList<>();
        file(TRIGGERS)
                .ifPresent(m ->
                        m.list("groups")
                                .forEach(g ->
                                        g.map().list("rules").stream()
                                                .map(YamlValue::map)
                                                .filter(r -> r.has("alert"))
                                                .forEach(alerts::add)));
        return alerts;
    }

    private void gaps() {
        for (YamlMap alert : alerts()) {
            String name = alert.text("alert");
            boolean answered =
                    policy.matrix().stream()
                            .anyMatch(r -> r.when().meaning().possible("trigger.rule", name));
            if (!answered) {
                YamlValue at = alert.required("alert");
                advice.add(
                        TRIGGERS,
                        at.line(),
                        at.column(),
                        "no row of the matrix answers '%s', so people are asked about it"
                                .formatted(name));
            }
        }
    }

    private void targets() {
        List<YamlValue> rows = file(PolicyFile.NAME).map(m -> m.list("matrix")).orElse(List.of());
        for (int i = 0; i < Math.min(rows.size(), policy.matrix().size()); i++) {
            Row row = policy.matrix().get(i);
            for (TimeTarget target : row.targets()) {
                Duration least = least(row, target);
                if (least.compareTo(target.within()) > 0) {
                    YamlValue at = rows.get(i).map().required("targets");
                    advice.add(
                            PolicyFile.NAME,
                            at.line(),
                            at.column(),
                            "'%s' within %s cannot be met: it takes %s at least"
                                    .formatted(
                                            target.name(),
                                            Durations.show(target.within()),
                                            Durations.show(least)));
                }
            }
        }
    }

    /// What has to pass between the two moments, people answering at once.
    private Duration least(Row row, TimeTarget target) {
        Duration sum = Duration.ZERO;
        if (target.from() == Moment.TRUE && target.to().compareTo(Moment.RAISED) >= 0) {
            sum = sum.plus(shortestFor(row));
        }
        boolean acts =
                target.from().compareTo(Moment.ORDERED) < 0
                        && target.to().compareTo(Moment.ORDERED) >= 0;
        if (acts) {
            sum = sum.plus(row.watch());
            Schedule s = row.schedule();
            sum = s != null && s.after() != null ? sum.plus(s.after()) : sum;
        }
        boolean runs =
                target.from().compareTo(Moment.COMPLETED) < 0
                        && target.to().compareTo(Moment.COMPLETED) >= 0;
        if (runs && row.runbook() != null) {
            sum = sum.plus(expected(row.runbook().otherwise()));
        }
        boolean quiet =
                target.from().compareTo(Moment.RESOLVED) < 0
                        && target.to().compareTo(Moment.RESOLVED) >= 0;
        Duration after = row.watchAfter() == null ? policy.watchAfter() : row.watchAfter();
        return quiet ? sum.plus(after) : sum;
    }

    /// The shortest `for` of the triggers that this row may answer.
    private Duration shortestFor(Row row) {
        return alerts().stream()
                .filter(a -> row.when().meaning().possible("trigger.rule", a.text("alert")))
                .map(a -> a.duration("for", Duration.ZERO))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Duration expected(String runbook) {
        return file(RUNBOOKS)
                .map(m -> m.map("runbooks").map(runbook).duration("duration", Duration.ZERO))
                .orElse(Duration.ZERO);
    }
}
