package dev.holdfast.detector.flow.packs;

/// Keeps the current packs beyond a restart: `holdfast.packs` forgets a pack when a newer one of
/// the system is offered, even when that one is refused.
public interface ActivePacks {
    /// Returns when it is kept.
    void keep(ActivePack pack);
}
