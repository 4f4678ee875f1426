package dev.holdfast.backbone.service;

import io.micronaut.core.value.PropertyResolver;

import java.util.List;

/// A service's look at the settings that it alone is told. All are asked before anything is started,
/// so that whoever starts it hears of every problem at once.
public interface SettingsCheck {
    /// Each problem as a sentence that names the variable; empty when all is well.
    List<String> problems(PropertyResolver properties);
}
