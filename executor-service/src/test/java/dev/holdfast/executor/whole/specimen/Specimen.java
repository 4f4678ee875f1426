package dev.holdfast.executor.whole.specimen;

import java.nio.file.Path;

/// One kind of action, with a way to make a fresh target for it.
///
/// @param name letters, digits and `-`
public record Specimen(String name, Making making) {
    /// Makes a target in a folder of its own; skips the test where a program is missing.
    public interface Making {
        Subject make(Path folder) throws Exception;
    }
}
