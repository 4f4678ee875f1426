package dev.holdfast.detector.flow.packs;

import dev.holdfast.backbone.pack.PackFiles;

/// A pack that is current.
///
/// @param version the sequence of its activation on `holdfast.incidents`
/// @param at when it was activated, milliseconds since the epoch
public record ActivePack(long version, PackFiles files, long at) {
    public String system() {
        return files.name();
    }
}
