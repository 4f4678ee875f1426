package dev.holdfast.decision.domain.policy;

/// How far Holdfast may go for one system in one environment.
public enum Mode {
    /// Decides and tells, does nothing: the mode of a fresh install.
    OBSERVE,
    /// Plans and asks people for every order.
    PROPOSE,
    /// Orders by itself where a rule of authority allows it.
    AUTOMATIC
}
