package dev.holdfast.detector.domain.rules;

import java.util.List;

/// One file in Prometheus' rule format. `remarks` name what is taken but works otherwise than in Prometheus.
public record RuleFile(String name, List<RuleGroup> groups, List<Problem> remarks) {}
