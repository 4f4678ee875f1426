package dev.holdfast.executor.domain.runbook;

import dev.holdfast.executor.domain.words.Form;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How an action is written in a runbook.
public interface Grammar {
    /// Such as `link.switch`.
    String name();

    List<ArgumentForm> arguments();

    /// Names of what it leaves for later steps as `${steps.NAME.OUTPUT}`.
    default Set<String> outputs() {
        return Set.of();
    }

    /// Whether a done step of this action can be undone.
    default boolean undoes() {
        return false;
    }

    /// What only this action can find wrong with its arguments, by the argument's name.
    default Map<String, String> wrong(Map<String, Form> with) {
        return Map.of();
    }
}
