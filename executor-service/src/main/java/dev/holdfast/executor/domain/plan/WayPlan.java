package dev.holdfast.executor.domain.plan;

import dev.holdfast.executor.domain.words.Value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One way of doing a step, filled in and looked at.
public record WayPlan(String action, Map<String, Value> with, Preview preview) {
    public WayPlan {
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }

    public boolean usable() {
        return preview.obstacles().isEmpty();
    }
}
