package dev.holdfast.executor.domain.runbook;

import dev.holdfast.executor.domain.words.Form;

import java.util.LinkedHashMap;
import java.util.Map;

/// One way of doing a step: an action with its arguments.
public record Way(String action, Map<String, Form> with) {
    public Way {
        with = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }
}
