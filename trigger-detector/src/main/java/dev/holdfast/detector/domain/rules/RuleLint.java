package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.template.Template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is allowed and probably not meant, as `promtool check rules` remarks.
public final class RuleLint {

    private RuleLint() {}

    /// Rules of one name and one set of labels: their series would be the same.
    public static List<String> duplicates(RuleFile file) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (RuleGroup group : file.groups()) {
            for (Rule rule : group.rules()) {
                seen.merge(rule.name() + " " + labels(rule), 1, Integer::sum);
            }
        }
        var remarks = new ArrayList<String>();
        seen.forEach((rule, times) -> {
            if (times > 1) {
                remarks.add(
                        "%s: %d rules are named %s with the same labels: their series would be the same"
                                .formatted(file.name(), times, rule));
            }
        });
        return remarks;
    }

    private static Map<String, String> labels(Rule rule) {
        Map<String, String> labels = new TreeMap<>();
        switch (rule) {
            case Rule.Recording recording -> labels.putAll(recording.labels());
            case Rule.Alerting alerting -> {
                for (Map.Entry<String, Template> label : alerting.labels().entrySet()) {
                    labels.put(label.getKey(), label.getValue().toString());
                }
            }
        }
        return labels;
    }
}
